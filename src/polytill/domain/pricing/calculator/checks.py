"""What the calculator refuses before it works anything out."""

from __future__ import annotations

from decimal import Decimal

from polytill.domain.pricing.calculator.values import Discount, DiscountKind, LineIn, SaleIn
from polytill.kernel.errors import DomainError, invalid, rule
from polytill.kernel.money import HUNDRED, LARGEST, ZERO
from polytill.kernel.quantity import LARGEST_QUANTITY


def amount(field: str, value: Decimal) -> None:
    """Finite, not negative, not absurdly large."""
    if not value.is_finite():
        raise invalid({field: ["This is not a number."]})
    if value < ZERO:
        raise invalid({field: ["This may not be negative."]})
    if value > LARGEST:
        raise too_large(field)


def percent(field: str, value: Decimal) -> None:
    if not value.is_finite():
        raise invalid({field: ["This is not a number."]})
    if not ZERO <= value <= HUNDRED:
        raise invalid({field: ["A percentage lies between 0 and 100."]})


def discount(field: str, value: Discount | None) -> None:
    if value is None:
        return
    if value.kind is DiscountKind.PERCENTAGE:
        percent(field, value.value)
    else:
        amount(field, value.value)


def line(position: int, value: LineIn) -> None:
    quantity = value.quantity
    if not quantity.is_finite():
        raise invalid({f"lines.{position}.quantity": ["This is not a number."]})
    if quantity <= ZERO:
        raise invalid({f"lines.{position}.quantity": ["A quantity is more than zero."]})
    if quantity > LARGEST_QUANTITY:
        raise too_large(f"lines.{position}.quantity")
    amount(f"lines.{position}.unit_price", value.unit_price)
    percent(f"lines.{position}.tax_percent", value.tax_percent)
    discount(f"lines.{position}.discount", value.discount)
    if value.stated_unit_tax is not None:
        amount(f"lines.{position}.stated_unit_tax", value.stated_unit_tax)
    if value.stated_unit_gross is not None:
        amount(f"lines.{position}.stated_unit_gross", value.stated_unit_gross)


def sale(value: SaleIn) -> None:
    """The header; lines are checked one by one as they are worked out."""
    discount("discount", value.discount)
    discount("packing", value.packing)
    percent("tax_percent", value.tax_percent)
    amount("redeemed", value.redeemed)
    amount("shipping", value.shipping)
    amount("extra_charges", value.extra_charges)
    amount("return_surcharge", value.return_surcharge)
    step = value.rounding_step
    if step is not None and not (step.is_finite() and ZERO < step <= LARGEST):
        raise invalid({"rounding_step": ["A rounding step is more than zero."]})


def too_large(field: str) -> DomainError:
    return invalid({field: ["This is too large."]})


def above_amount(field: str) -> DomainError:
    return rule("discount.above_amount", "The discount is more than the amount.", field=field)


def above_tax() -> DomainError:
    return rule("tax.above_amount", "The stated tax is more than the amount.")
