from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from polytill.domain.sales.models import Sale
from polytill.kernel.errors import Category, DomainError
from polytill.operations.steps.gate import Gate
from tests.shop import Shop


def refusal(gate: Gate, shop: Shop, permissions: tuple[str, ...] = ("so.create",)) -> tuple[str, Category] | None:
    try:
        gate.admit(shop.actor(shop.user(permissions=permissions)), shop.now)
    except DomainError as error:
        return error.code, error.category
    return None


def sold(shop: Shop, number: str, at: datetime, **fields: Any) -> None:
    values = {
        "status": "final",
        "location": shop.location,
        "contact": shop.customer,
        "created_at": at,
        "updated_at": at,
    }
    Sale.objects.create(business=shop.business, number=number, at=at, **{**values, **fields})


def test_any_one_of_the_permissions_opens_it(shop: Shop) -> None:
    gate = Gate(permissions=("so.view_all", "so.create"))
    assert refusal(gate, shop) is None
    assert refusal(gate, shop, ("so.delete",)) == ("permission.missing", Category.FORBIDDEN)
    assert refusal(Gate(), shop, ()) is None


def test_permission_module_demo_subscription_quota_in_this_order(shop: Shop, settings: Any) -> None:
    gate = Gate(
        permissions=("so.create",), modules=("pos_sale",), demo_refused=True, subscription=True, invoice_quota=True
    )
    shop.limit(invoice_count=1)
    sold(shop, "AS1", shop.now)
    assert refusal(gate, shop) == ("quota.invoices", Category.PAYMENT_REQUIRED)
    shop.end_subscription()
    assert refusal(gate, shop) == ("subscription.missing", Category.PAYMENT_REQUIRED)
    settings.DEMO_MODE = True
    assert refusal(gate, shop) == ("demo.refused", Category.FORBIDDEN)
    shop.switch_off("pos_sale")
    assert refusal(gate, shop) == ("module.disabled", Category.FORBIDDEN)
    assert refusal(gate, shop, ()) == ("permission.missing", Category.FORBIDDEN)


def test_sales_orders_are_a_setting_of_the_till(shop: Shop) -> None:
    gate = Gate(modules=("enable_sales_order",))
    assert refusal(gate, shop) is None
    shop.configure(enable_sales_order=False)
    assert refusal(gate, shop) == ("module.disabled", Category.FORBIDDEN)


def test_the_subscription_counts_in_days_of_the_shop(shop: Shop) -> None:
    """2026-03-06 20:00 in UTC is already the seventh in Kolkata."""
    shop.subscription.ends_on = date(2026, 3, 6)
    shop.subscription.save(update_fields=["ends_on"])
    shop.limit()
    assert refusal(Gate(subscription=True), shop) is None
    shop.now = datetime(2026, 3, 6, 20, tzinfo=UTC)
    assert refusal(Gate(subscription=True), shop) == ("subscription.missing", Category.PAYMENT_REQUIRED)


def test_the_quota_counts_final_sales_of_the_term(shop: Shop) -> None:
    shop.subscription.starts_on = date(2026, 3, 1)
    shop.subscription.save(update_fields=["starts_on"])
    shop.limit(invoice_count=2)
    sold(shop, "D1", shop.now, status="draft")
    sold(shop, "R1", shop.now, type="sell_return")
    sold(shop, "AS0", shop.now, voided_at=shop.now)
    sold(shop, "AS1", datetime(2026, 2, 28, 18, tzinfo=UTC))  # 23:30 on the last day of February in Kolkata
    sold(shop, "AS2", datetime(2026, 2, 28, 19, tzinfo=UTC))
    assert refusal(Gate(invoice_quota=True), shop) is None
    sold(shop, "AS3", shop.now)
    assert refusal(Gate(invoice_quota=True), shop) == ("quota.invoices", Category.PAYMENT_REQUIRED)


@pytest.mark.parametrize("limit", [0, None])
def test_no_limit_is_no_limit(shop: Shop, limit: int | None) -> None:
    sold(shop, "AS1", shop.now)
    if limit is not None:
        shop.limit(invoice_count=limit)
    assert refusal(Gate(invoice_quota=True), shop) is None
