"""What a purchase costs: lines less their discount, with their tax; the order's discount and tax on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.kernel.errors import invalid
from polytill.kernel.money import EXACT, HUNDRED, ZERO, fine, percent_of


@dataclass(frozen=True, slots=True)
class PurchasedLine:
    """unit_price: per purchase unit, before discount and tax. unit_id None is the product's base unit."""

    variation_id: int
    quantity: Decimal
    unit_price: Decimal
    unit_id: int | None = None
    discount_percent: Decimal = ZERO
    tax_id: int | None = None
    lot_number: str = ""
    made_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class LineSum:
    unit_price: Decimal
    unit_tax: Decimal
    unit_price_inc_tax: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class PurchaseSum:
    total_before_tax: Decimal
    discount_amount: Decimal
    tax_amount: Decimal
    total: Decimal


def line_sum(position: int, line: PurchasedLine, percent: Decimal) -> LineSum:
    if not line.unit_price.is_finite() or line.unit_price < 0:
        raise invalid({f"lines.{position}.unit_price": ["A price is not negative."]})
    if not line.discount_percent.is_finite() or not 0 <= line.discount_percent <= HUNDRED:
        raise invalid({f"lines.{position}.discount_percent": ["A discount takes off at most 100 per cent."]})
    price = fine(EXACT.subtract(line.unit_price, percent_of(line.unit_price, line.discount_percent)))
    tax = fine(percent_of(price, percent))
    gross = fine(EXACT.multiply(line.quantity, price + tax))
    return LineSum(price, tax, price + tax, gross)


def purchase_sum(
    lines: Sequence[LineSum], discount: Discount | None, percent: Decimal, shipping: Decimal
) -> PurchaseSum:
    before = sum((line.gross for line in lines), ZERO)
    cut = _cut(before, discount)
    tax = fine(percent_of(before - cut, percent))
    return PurchaseSum(before, cut, tax, fine(before - cut + tax + shipping))


def _cut(before: Decimal, discount: Discount | None) -> Decimal:
    if discount is None:
        return ZERO
    cut = discount.value if discount.kind is DiscountKind.FIXED else percent_of(before, discount.value)
    if not 0 <= cut <= before:
        raise invalid({"discount": ["A discount takes off at most what the goods cost."]})
    return fine(cut)
