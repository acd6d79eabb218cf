"""Sales for tests that need some: entered through the one checkout."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

from polytill.domain.registers.models import Shift
from polytill.domain.stock.models import StockLevel
from polytill.operations.checkout import CheckedOut, Checkout, CheckoutLine, Tender, checkout_one


def cash(amount: str) -> tuple[Tender, ...]:
    return (Tender(D(amount), "cash"),)


def line(variation: Any, quantity: str = "1", **fields: Any) -> CheckoutLine:
    return CheckoutLine(variation_id=variation.pk, quantity=D(quantity), **fields)


def sell(shop: Any, *lines: CheckoutLine, user: Any = "admin", **fields: Any) -> CheckedOut:
    values = {"location_id": shop.location.pk, "at": shop.now, "lines": lines or (line(shop.water),)}
    return checkout_one(Checkout(**{**values, **fields}), actor=shop.actor(user), now=shop.now)


def level(shop: Any, variation: Any) -> D:
    return StockLevel.objects.get(variation=variation, location=shop.location).quantity


def open_shift(shop: Any, user: Any = None) -> Shift:
    return Shift.objects.create(
        business=shop.business,
        location=shop.location,
        user=user or shop.admin,
        opened_at=shop.now,
        created_at=shop.now,
        updated_at=shop.now,
    )
