from __future__ import annotations

from decimal import Decimal as D
from uuid import uuid4

import pytest

from polytill.domain.outbox.models import Fact
from polytill.domain.payments.models import Account, Payment
from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.domain.registers.models import CashMovement
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.selectors.returns import returnable_by, returns_of
from polytill.domain.stock.models import CostLayer, StockLevel
from polytill.kernel.errors import Category, DomainError
from polytill.operations.checkout import Checkout, CheckoutLine, Modifier, Tender, checkout_one
from polytill.operations.delete_return import delete_return
from polytill.operations.open_register import open_register
from polytill.operations.upsert_return import Return, ReturnedLine, upsert_return
from polytill.reports.verify import faults
from tests.racing import race

TEN_PERCENT = Discount(DiscountKind.PERCENTAGE, D(10))


def line(variation, quantity: str = "1", **fields) -> CheckoutLine:
    return CheckoutLine(variation_id=variation.pk, quantity=D(quantity), **fields)


def sold(shop, *lines, user="admin", **fields):
    command = Checkout(shop.location.pk, lines, shop.now, **fields)
    return checkout_one(command, actor=shop.actor(user), now=shop.now)


def bring_back(shop, sale, *quantities: str | None, user="admin", **fields):
    """One quantity for each line of the sale that is no component, in their order; None leaves the line out."""
    own = SaleLine.objects.filter(sale_id=sale.id).exclude(child_kind="combo").order_by("position")
    asked = tuple(ReturnedLine(x.pk, D(q)) for x, q in zip(own, quantities, strict=False) if q is not None)
    actor = shop.actor(user)
    command = Return(sale_id=sale.id, lines=asked, **fields)
    return upsert_return(command=command, within=returnable_by(actor), actor=actor, now=shop.now)


def take_away(shop, found) -> None:
    delete_return(return_id=found.id, within=returns_of(shop.actor()), actor=shop.actor(), now=shop.now)


def level(shop, variation) -> D:
    return StockLevel.objects.get(variation=variation, location=shop.location).quantity


def layers(shop, variation) -> list[D]:
    rows = CostLayer.objects.filter(variation=variation, location=shop.location).order_by("received_at")
    return [row.remaining for row in rows]


def refused(code: str):
    return pytest.raises(DomainError, check=lambda error: error.code == code)


def test_goods_come_back_at_the_price_that_was_paid(shop):
    sale = sold(shop, line(shop.water, "8"), discount=TEN_PERCENT)

    found = bring_back(shop, sale, "5")

    assert (found.number, found.sale_id) == ("CN2026/0001", sale.id)
    assert (found.total, found.payment_status) == (D("5.63"), "due")
    row = Sale.objects.get(pk=found.id)
    assert (row.type, row.status, row.return_of_id) == ("sell_return", "final", sale.id)
    assert (row.total_before_tax, row.discount_amount, row.round_off) == (D("6.25"), D("0.625"), D("0.005"))
    assert level(shop, shop.water) == 147
    assert list(faults()) == []


def test_a_discount_and_a_tax_of_its_own(shop):
    sale = sold(shop, line(shop.water, "8", unit_price=D(1)), discount=TEN_PERCENT)

    found = bring_back(shop, sale, "3", discount_kind="percentage", discount_value=D(12))
    taxed = bring_back(shop, sale, "3", discount_value=D(0), tax_id=shop.vat.pk)

    assert (found.total, taxed.total) == (D("2.64"), D("3.30"))


def test_it_takes_the_order_tax_of_the_sale(shop):
    sale = sold(shop, line(shop.water, "8"), tax_id=shop.vat.pk)

    assert bring_back(shop, sale, "4").total == D("5.50")


def test_a_fixed_discount_of_the_sale_takes_no_more_than_what_comes_back(shop):
    sale = sold(shop, line(shop.water, "8"), discount=Discount(DiscountKind.FIXED, D(2)))

    assert bring_back(shop, sale, "1").total == D(0)
    assert bring_back(shop, sale, "8").total == D(8)
    with refused("discount.above_amount"):
        bring_back(shop, sale, "1", discount_kind="fixed", discount_value=D("1.26"))


def test_lines_keep_net_tax_and_gross_of_what_came_back(shop):
    sale = sold(shop, line(shop.jeans_28, "3", discount=TEN_PERCENT))

    found = bring_back(shop, sale, "2")

    row = SaleLine.objects.get(sale_id=found.id)
    own = SaleLine.objects.get(sale_id=sale.id)
    assert (row.net, row.tax_total, row.gross) == (D(126), D("12.6"), D("138.6"))
    assert (row.return_of_id, row.quantity, own.quantity_returned) == (own.pk, 2, 2)


def test_goods_go_back_to_the_layers_they_came_from(shop):
    sale = sold(shop, line(shop.water, "120"))
    assert layers(shop, shop.water) == [0, 30]

    bring_back(shop, sale, "30")

    assert layers(shop, shop.water) == [10, 50]


def test_a_second_call_changes_the_return(shop):
    sale = sold(shop, line(shop.water, "120"), line(shop.jeans_28, "2"))
    first = bring_back(shop, sale, "30")

    again = bring_back(shop, sale, "25", "1")

    assert (again.id, again.number, again.total) == (first.id, first.number, D("108.25"))
    assert (level(shop, shop.water), level(shop, shop.jeans_28)) == (55, 9)
    assert layers(shop, shop.water) == [5, 50]
    assert [x.quantity for x in SaleLine.objects.filter(sale_id=first.id).order_by("position")] == [25, 1]
    assert Sale.objects.get(pk=first.id).version == 2
    assert list(faults()) == []


def test_lines_that_are_not_named_stay_as_they_were(shop):
    sale = sold(shop, line(shop.water, "4"), line(shop.jeans_28, "2"))
    bring_back(shop, sale, "4", "1")

    assert bring_back(shop, sale, None, "2").total == D(159)


def test_an_existing_return_may_go_back_to_nothing(shop):
    sale = sold(shop, line(shop.water, "4"))
    bring_back(shop, sale, "4")

    found = bring_back(shop, sale, "0")

    assert (found.total, found.payment_status) == (D(0), "paid")
    assert level(shop, shop.water) == 146
    assert not SaleLine.objects.filter(sale_id=found.id).exists()


def test_a_dozen_comes_back_as_twelve(shop):
    sale = sold(shop, line(shop.water, "3", unit_id=shop.dozen.pk))

    found = bring_back(shop, sale, "1.5")

    assert found.total == D("22.50")
    assert level(shop, shop.water) == 132


def test_a_combo_brings_its_components(shop):
    sale = sold(shop, line(shop.box, "3"))

    bring_back(shop, sale, "2")

    assert (level(shop, shop.water), level(shop, shop.rice)) == (148, 25)
    children = SaleLine.objects.filter(sale_id=sale.id, child_kind="combo").order_by("position")
    assert [x.quantity_returned for x in children] == [4, 1]
    bring_back(shop, sale, "3")
    assert (level(shop, shop.water), level(shop, shop.rice)) == (150, D("25.5"))


def test_modifiers_come_back_by_themselves(shop):
    sale = sold(shop, line(shop.pizza, "2", modifiers=(Modifier(shop.cheese.pk),)))

    assert bring_back(shop, sale, "1", "1").total == D("9.30")


@pytest.mark.parametrize("quantity", ["0", "0.00001"])
def test_a_new_return_of_nothing_is_refused(shop, quantity):
    sale = sold(shop, line(shop.water, "4"))

    with refused("return.nothing"):
        bring_back(shop, sale, quantity)


def test_no_more_comes_back_than_was_sold(shop):
    sale = sold(shop, line(shop.water, "4"))

    with refused("return.above_sold"):
        bring_back(shop, sale, "4.0001")

    assert not Sale.objects.filter(type="sell_return").exists()
    assert level(shop, shop.water) == 146


def test_a_line_of_another_sale_is_refused(shop):
    sale, other = sold(shop, line(shop.water)), sold(shop, line(shop.box))
    actor = shop.actor()

    for own in SaleLine.objects.filter(sale_id=other.id):
        command = Return(sale.id, (ReturnedLine(own.pk, D(1)),))
        with pytest.raises(DomainError) as refusal:
            upsert_return(command=command, within=returnable_by(actor), actor=actor, now=shop.now)
        assert list(refusal.value.details) == ["returns.0.sell_line_id"]


def test_components_do_not_come_back_without_their_combo(shop):
    sale = sold(shop, line(shop.box))
    child = SaleLine.objects.filter(sale_id=sale.id, child_kind="combo").first()
    actor = shop.actor()

    with pytest.raises(DomainError) as refusal:
        upsert_return(
            command=Return(sale.id, (ReturnedLine(child.pk, D(1)),)),
            within=returnable_by(actor),
            actor=actor,
            now=shop.now,
        )
    assert list(refusal.value.details) == ["returns.0.sell_line_id"]


def test_what_is_no_final_sale_has_no_return(shop):
    draft = sold(shop, line(shop.water), status="draft")
    open_register(actor=shop.actor(), location_id=shop.location.pk, now=shop.now)
    held = sold(shop, line(shop.water), is_direct=False, is_suspended=True)

    with refused("sale.not_found"):
        bring_back(shop, draft, "1")
    with refused("sale.held"):
        bring_back(shop, held, "1")


def test_who_may_take_back_his_own_sales_alone(shop):
    clerk = shop.user(permissions=["access_own_sell_return", "sell.create"])
    own, other = sold(shop, line(shop.water), user=clerk), sold(shop, line(shop.water))

    assert bring_back(shop, own, "1", user=clerk).sale_id == own.id
    with refused("sale.not_found"):
        bring_back(shop, other, "1", user=clerk)


def test_its_number_may_be_chosen_where_it_is_free(shop):
    first, second, third = (sold(shop, line(shop.water)) for _ in range(3))

    assert bring_back(shop, first, "1", number="CN2026/0001").number == "CN2026/0001"
    assert bring_back(shop, second, "1").number == "CN2026/0002"
    with pytest.raises(DomainError) as refusal:
        bring_back(shop, third, "1", number="CN2026/0002")
    assert list(refusal.value.details) == ["invoice_no"]
    with pytest.raises(DomainError):
        bring_back(shop, first, "1", number="X")


def test_each_version_stands_in_the_chain_of_returns(shop):
    sale = sold(shop, line(shop.water, "4"))
    found = bring_back(shop, sale, "1")
    bring_back(shop, sale, "2")
    take_away(shop, found)

    facts = list(Fact.objects.filter(subject_id=found.id, chain_id__isnull=False).order_by("id"))
    assert [(f.kind, f.chain_seq) for f in facts] == [("sale.returned", 1), ("sale.returned", 2), ("return.voided", 3)]
    assert list(faults()) == []


def test_a_deleted_return_leaves_the_sale_as_it_was(shop):
    sale = sold(shop, line(shop.water, "120"), line(shop.box, "2"))
    found = bring_back(shop, sale, "30", "1")

    take_away(shop, found)

    assert not SaleLine.objects.filter(sale_id=sale.id).exclude(quantity_returned=0).exists()
    assert (level(shop, shop.water), level(shop, shop.rice)) == (26, D("24.5"))
    assert layers(shop, shop.water) == [0, 26]
    assert Sale.objects.get(pk=found.id).voided_at == shop.now
    assert list(faults()) == []
    again = bring_back(shop, sale, "1")
    assert (again.number, again.id != found.id) == ("CN2026/0002", True)


def test_what_came_back_and_was_sold_again_cannot_go_out_twice(shop):
    sale = sold(shop, line(shop.jeans_28, "10"))
    found = bring_back(shop, sale, "4")
    sold(shop, line(shop.jeans_28, "3"))

    for act in (lambda: take_away(shop, found), lambda: bring_back(shop, sale, "2")):
        with refused("stock.insufficient"):
            act()
    assert level(shop, shop.jeans_28) == 1
    assert SaleLine.objects.get(sale_id=sale.id).quantity_returned == 4
    assert list(faults()) == []


def test_goods_of_another_layer_stand_in_for_what_was_sold_again(shop):
    sale = sold(shop, line(shop.water, "100"))
    found = bring_back(shop, sale, "100")
    sold(shop, line(shop.water, "40"))

    take_away(shop, found)

    assert (layers(shop, shop.water), level(shop, shop.water)) == ([0, 10], 10)
    bring_back(shop, sale, "100")
    assert level(shop, shop.water) == 110
    assert list(faults()) == []


def test_it_is_refunded_from_the_drawer(shop):
    sale = sold(shop, line(shop.water, "4"))
    account = Account.objects.create(business=shop.business, name="Till", created_at=shop.now, updated_at=shop.now)
    refund = Tender(D(5), "cash", account_id=account.pk)
    with refused("register.not_open"):
        bring_back(shop, sale, "4", refunds=(refund,))
    open_register(actor=shop.actor(), location_id=shop.location.pk, now=shop.now)

    found = bring_back(shop, sale, "4", refunds=(refund,))

    assert found.payment_status == "paid"
    drawer = CashMovement.objects.get()
    assert (drawer.kind, drawer.type, drawer.amount, drawer.source_id) == ("refund", "debit", D(5), found.id)
    account.refresh_from_db()
    assert account.balance == -5
    take_away(shop, found)
    account.refresh_from_db()
    assert account.balance == 0
    assert [m.type for m in CashMovement.objects.order_by("id")] == ["debit", "credit"]
    assert Payment.objects.get().voided_at == shop.now
    assert list(faults()) == []


def test_a_refund_into_the_advance_balance(shop):
    sale = sold(shop, line(shop.water, "4"), contact_id=shop.customer.pk)
    open_register(actor=shop.actor(), location_id=shop.location.pk, now=shop.now)

    bring_back(shop, sale, "4", refunds=(Tender(D(5), "advance"),))

    paid = sold(shop, line(shop.water, "4"), contact_id=shop.customer.pk, tenders=(Tender(D(5), "advance"),))
    assert paid.payment_status == "paid"


def test_a_repeat_is_the_first_one(shop):
    sale = sold(shop, line(shop.water, "4"))
    open_register(actor=shop.actor(), location_id=shop.location.pk, now=shop.now)
    fields = {"refunds": (Tender(D("2.5"), "cash"),), "client_uuid": uuid4()}
    first = bring_back(shop, sale, "2", **fields)

    assert bring_back(shop, sale, "2", **fields) == first
    assert Payment.objects.count() == 1


def test_a_wrong_tax_changes_nothing(shop):
    sale = sold(shop, line(shop.water, "4"))

    with pytest.raises(DomainError) as refusal:
        bring_back(shop, sale, "2", tax_id=shop.other.vat.pk)

    assert list(refusal.value.details) == ["tax_id"]
    assert level(shop, shop.water) == 146


def test_it_has_its_right(shop):
    sale = sold(shop, line(shop.water))
    found = bring_back(shop, sale, "1")
    actor = shop.actor(shop.user(permissions=["sell.create", "sell.payments"]))
    within = returnable_by(shop.actor())

    with pytest.raises(DomainError) as refusal:
        upsert_return(command=Return(sale.id, ()), within=within, actor=actor, now=shop.now)
    assert refusal.value.category is Category.FORBIDDEN
    with pytest.raises(DomainError) as refusal:
        delete_return(return_id=found.id, within=within, actor=actor, now=shop.now)
    assert refusal.value.category is Category.FORBIDDEN


@pytest.mark.django_db(transaction=True)
def test_two_returns_of_one_sale_bring_back_no_more_than_was_sold(shop):
    sale = sold(shop, line(shop.jeans_28, "4"))

    results = race(*[lambda: bring_back(shop, sale, "3")] * 4)

    assert {r.number for r in results} == {"CN2026/0001"}
    assert Sale.objects.filter(type="sell_return").count() == 1
    assert level(shop, shop.jeans_28) == 9
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_a_return_is_deleted_once(shop):
    sale = sold(shop, line(shop.jeans_28, "4"))
    found = bring_back(shop, sale, "3")

    results = race(*[lambda: take_away(shop, found)] * 3)

    assert sorted(str(getattr(r, "code", r)) for r in results) == ["None", "sale.not_found", "sale.not_found"]
    assert level(shop, shop.jeans_28) == 6
    assert list(faults()) == []
