"""Exact quantities, in ten-thousandths like money, and the conversion between a unit and its sub-units."""

from __future__ import annotations

from decimal import Decimal

from polytill.kernel.money import EXACT, fine

LARGEST_QUANTITY = Decimal("99999999999.9999")


def to_base(quantity: Decimal, multiplier: Decimal) -> Decimal:
    """Quantity in the base unit: 2 dozen (multiplier 12) is 24 pieces."""
    _check(multiplier)
    return fine(EXACT.multiply(quantity, multiplier))


def from_base(quantity: Decimal, multiplier: Decimal) -> Decimal:
    _check(multiplier)
    return fine(EXACT.divide(quantity, multiplier))


def _check(multiplier: Decimal) -> None:
    if multiplier <= 0:
        raise ValueError("a unit holds more than nothing of its base unit")


def is_whole(quantity: Decimal) -> bool:
    return quantity == quantity.to_integral_value()
