"""What the calculator refuses before it works anything out."""

from __future__ import annotations

from decimal import Decimal

from polytill.domain.pricing.calculator.values import Discount, DiscountKind, LineIn, SaleIn
from polytill.kernel.errors import DomainError, invalid, rule
from polytill.kernel.money import CENT, EXACT, HUNDRED, LARGEST, ZERO
from polytill.kernel.quantity import LARGEST_QUANTITY

HEADER = -1


def path(field: str, position: int) -> str:
    """ "lines.0.quantity", or the bare field of the header."""
    return field if position == HEADER else f"lines.{position}.{field}"


def amount(field: str, value: Decimal, position: int = HEADER) -> None:
    """Finite, not negative, not absurdly large."""
    if not value.is_finite():
        raise not_a_number(field, position)
    if value < ZERO:
        raise invalid({path(field, position): ["This may not be negative."]})
    if value > LARGEST:
        raise too_large(field, position)


def percent(field: str, value: Decimal, position: int = HEADER) -> None:
    if not value.is_finite():
        raise not_a_number(field, position)
    if not ZERO <= value <= HUNDRED:
        raise invalid({path(field, position): ["A percentage lies between 0 and 100."]})


def discount(field: str, value: Discount, position: int = HEADER) -> None:
    if value.kind is DiscountKind.PERCENTAGE:
        percent(field, value.value, position)
    else:
        amount(field, value.value, position)


def quantity(value: Decimal, position: int) -> None:
    if not value.is_finite():
        raise not_a_number("quantity", position)
    if value <= ZERO:
        raise too_small(position)
    if value > LARGEST_QUANTITY:
        raise too_large("quantity", position)


def line(value: LineIn, position: int) -> None:
    quantity(value.quantity, position)
    amount("unit_price", value.unit_price, position)
    if value.tax_percent:
        percent("tax_percent", value.tax_percent, position)
    if value.discount is not None:
        discount("discount", value.discount, position)
    if value.stated_unit_tax is not None:
        amount("stated_unit_tax", value.stated_unit_tax, position)
    if value.stated_unit_gross is not None:
        amount("stated_unit_gross", value.stated_unit_gross, position)


def header(value: SaleIn) -> None:
    if value.discount is not None:
        discount("discount", value.discount)
    if value.packing is not None:
        discount("packing", value.packing)
    percent("tax_percent", value.tax_percent)
    amount("redeemed", value.redeemed)
    amount("shipping", value.shipping)
    amount("extra_charges", value.extra_charges)
    amount("return_surcharge", value.return_surcharge)
    step = value.rounding_step
    if step is not None:
        amount("rounding_step", step)
        if not step or EXACT.remainder(step, CENT):
            raise invalid({"rounding_step": ["A rounding step is one or more whole cents."]})


def not_a_number(field: str, position: int) -> DomainError:
    return invalid({path(field, position): ["This is not a number."]})


def too_large(field: str, position: int = HEADER) -> DomainError:
    return invalid({path(field, position): ["This is too large."]})


def too_small(position: int) -> DomainError:
    return invalid({path("quantity", position): ["A quantity is more than zero."]})


def discount_above_amount(field: str, position: int = HEADER) -> DomainError:
    return rule("discount.above_amount", "The discount is more than the amount.", field=path(field, position))


def tax_above_amount(position: int) -> DomainError:
    return rule("tax.above_amount", "The tax is more than the amount.", field=path("stated_unit_tax", position))
