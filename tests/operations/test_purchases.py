"""What is bought: sums, numbers, payments, and the goods that come in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.domain.purchasing.models import Purchase, PurchaseLine
from polytill.domain.stock.models import CostLayer, StockLevel, StockMove
from polytill.kernel.errors import Category, DomainError
from polytill.operations.enter_purchase import EnteredPurchase, EnterPurchase, PurchasedLine, enter_purchase
from polytill.operations.receive_purchase import receive_purchase
from polytill.operations.steps.cart import Tender
from polytill.reports.verify import faults
from tests.shop import Shop, facts


def buy(shop: Shop, *lines: PurchasedLine, **fields: Any) -> EnteredPurchase:
    values = {"supplier_id": shop.supplier.pk, "location_id": shop.location.pk, "at": shop.now, "lines": lines}
    return enter_purchase(EnterPurchase(**{**values, **fields}), actor=shop.actor(), now=shop.now)


def level(shop: Shop, variation: Any) -> Decimal:
    return StockLevel.objects.get(location=shop.location, variation=variation).quantity


def test_received_goods_are_a_layer_at_their_cost(shop: Shop) -> None:
    bought = buy(shop, PurchasedLine(shop.water.pk, Decimal(2), Decimal("7.20"), unit_id=shop.dozen.pk))
    layer = CostLayer.objects.get(source_kind="purchase", source_id=bought.id)
    assert (bought.number, bought.status, bought.total) == ("PO2026/0001", "received", Decimal("14.4"))
    assert (layer.quantity, layer.remaining, layer.unit_cost) == (24, 24, Decimal("0.6"))
    assert level(shop, shop.water) == 174
    assert StockMove.objects.get(layer=layer).balance == 174
    assert list(faults()) == []


def test_sums_of_lines_discount_tax_and_freight(shop: Shop) -> None:
    line = PurchasedLine(shop.jeans_28.pk, Decimal(10), Decimal(50), discount_percent=Decimal(10), tax_id=shop.vat.pk)
    bought = buy(
        shop,
        line,
        discount=Discount(DiscountKind.PERCENTAGE, Decimal(2)),
        tax_id=shop.gst.pk,
        shipping_charges=Decimal(15),
        tenders=(Tender(Decimal(100), "cash"),),
    )
    row, stored = Purchase.objects.get(pk=bought.id), PurchaseLine.objects.get(purchase_id=bought.id)
    assert (stored.unit_price, stored.unit_tax) == (45, Decimal("4.5"))
    assert (stored.unit_price_inc_tax, stored.gross) == (Decimal("49.5"), 495)
    assert (row.total_before_tax, row.discount_amount, row.tax_amount) == (495, Decimal("9.9"), Decimal("33.957"))
    assert row.total == Decimal("534.057")
    assert (row.paid, row.payment_status) == (100, "partial")
    payment = row.payments.get()
    assert (payment.number, payment.amount, payment.contact_id) == ("PP2026/0001", 100, shop.supplier.pk)
    assert CostLayer.objects.get(source_id=row.pk, source_kind="purchase").unit_cost_inc_tax == Decimal("49.5")


def test_lots_and_their_expiry(shop: Shop) -> None:
    buy(
        shop,
        PurchasedLine(shop.rice.pk, Decimal(5), Decimal("1.5"), lot_number="L1", expires_on=date(2026, 9, 1)),
        PurchasedLine(shop.rice.pk, Decimal(7), Decimal("1.6"), lot_number="L2", made_on=date(2026, 3, 1)),
    )
    lots = CostLayer.objects.filter(source_kind="purchase").order_by("id")
    assert [(x.lot_number, x.quantity, x.expires_on, x.made_on) for x in lots] == [
        ("L1", 5, date(2026, 9, 1), None),
        ("L2", 7, None, date(2026, 3, 1)),
    ]


def test_ordered_goods_come_later_and_in_parts(shop: Shop) -> None:
    order = buy(
        shop,
        PurchasedLine(shop.water.pk, Decimal(10), Decimal("0.5")),
        PurchasedLine(shop.jeans_28.pk, Decimal(4), Decimal(40)),
        status="ordered",
    )
    assert level(shop, shop.water) == 150
    water, _ = PurchaseLine.objects.filter(purchase_id=order.id).order_by("position")
    half = receive_purchase(purchase_id=order.id, quantities={water.pk: Decimal(6)}, actor=shop.actor(), now=shop.now)
    assert (half, level(shop, shop.water), level(shop, shop.jeans_28)) == ("pending", 156, 10)
    rest = receive_purchase(purchase_id=order.id, actor=shop.actor(), now=shop.now)
    assert (rest, level(shop, shop.water), level(shop, shop.jeans_28)) == ("received", 160, 14)
    assert [kind for kind, _, _ in facts() if kind.startswith("purchase.")] == [
        "purchase.ordered",
        "purchase.received",
        "purchase.received",
    ]
    with pytest.raises(DomainError) as refusal:
        receive_purchase(purchase_id=order.id, actor=shop.actor(), now=shop.now)
    assert refusal.value.code == "purchase.nothing_open"


def test_no_more_comes_than_was_ordered(shop: Shop) -> None:
    order = buy(shop, PurchasedLine(shop.water.pk, Decimal(10), Decimal("0.5")), status="ordered")
    line = PurchaseLine.objects.get(purchase_id=order.id)
    with pytest.raises(DomainError):
        receive_purchase(purchase_id=order.id, quantities={line.pk: Decimal(11)}, actor=shop.actor(), now=shop.now)
    assert level(shop, shop.water) == 150


def test_a_service_brings_nothing_in(shop: Shop) -> None:
    bought = buy(shop, PurchasedLine(shop.alteration.pk, Decimal(1), Decimal(8)))
    assert not CostLayer.objects.filter(source_id=bought.id, source_kind="purchase").exists()


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("supplier_id", {"supplier_id": 10**9}),
        ("status", {"status": "lost"}),
        ("lines", {"lines": ()}),
        ("payments", {"tenders": (Tender(Decimal(0), "cash"),)}),
        ("tax_id", {"tax_id": 10**9}),
        ("lines.0.quantity", {"lines": (PurchasedLine(1, Decimal(0), Decimal(1)),)}),
        ("lines.0.variation_id", {"lines": (PurchasedLine(10**9, Decimal(1), Decimal(1)),)}),
    ],
)
def test_refused_by_field(shop: Shop, field: str, fields: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refusal:
        buy(shop, **{"lines": (PurchasedLine(shop.water.pk, Decimal(1), Decimal(1)),), **fields})
    assert field in refusal.value.details
    assert not Purchase.objects.exists()


def test_a_customer_is_no_supplier(shop: Shop) -> None:
    with pytest.raises(DomainError) as refusal:
        buy(shop, PurchasedLine(shop.water.pk, Decimal(1), Decimal(1)), supplier_id=shop.customer.pk)
    assert "supplier_id" in refusal.value.details


def test_needs_permission_and_module(shop: Shop) -> None:
    command = EnterPurchase(shop.supplier.pk, shop.location.pk, (), shop.now)
    with pytest.raises(DomainError) as refusal:
        enter_purchase(command, actor=shop.actor("cashier"), now=shop.now)
    assert refusal.value.category is Category.FORBIDDEN
    shop.switch_off("purchases")
    with pytest.raises(DomainError) as refusal:
        enter_purchase(command, actor=shop.actor(), now=shop.now)
    assert refusal.value.code == "module.disabled"
