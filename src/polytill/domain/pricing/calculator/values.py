"""What goes into the calculator and what comes out. Decimals only; "fine" means four decimals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from polytill.kernel.money import FINE_ZERO, ZERO, Taxed


class DiscountKind(StrEnum):
    FIXED = "fixed"
    PERCENTAGE = "percentage"


@dataclass(frozen=True, slots=True)
class Discount:
    kind: DiscountKind
    value: Decimal


@dataclass(frozen=True, slots=True)
class LineIn:
    """One line as entered.

    unit_price: before the line discount; before tax unless price_includes_tax.
    discount: per unit when fixed, off the price as entered.
    stated_unit_tax, stated_unit_gross: what a client has already shown its customer, after discount; they win.
    """

    quantity: Decimal
    unit_price: Decimal
    discount: Discount | None = None
    tax_percent: Decimal = ZERO
    price_includes_tax: bool = False
    stated_unit_tax: Decimal | None = None
    stated_unit_gross: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineOut:
    """One line worked out: fine amounts, net + tax == gross.

    order_discount_share: this line's part of the order discount, where the policy spreads it; not taken off gross.
    printed_tax, printed_unit_net, printed_nup: as "inclusive_spread" prints them (2, 2 and 15 decimals).
    """

    quantity: Decimal
    unit_price_before_discount: Decimal
    unit_price: Decimal
    unit_tax: Decimal
    unit_price_inc_tax: Decimal
    discount_total: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    order_discount_share: Decimal = FINE_ZERO
    printed_tax: Decimal | None = None
    printed_unit_net: Decimal | None = None
    printed_nup: Decimal | None = None

    @property
    def taxed(self) -> Taxed:
        return Taxed(self.net, self.tax, self.gross)


@dataclass(frozen=True, slots=True)
class SaleIn:
    """redeemed: value of points or coupons, taken off after the order discount and before the order tax.

    packing: fixed, or a percentage of the discounted amount. tax_included: the order tax is inside the amounts.
    return_surcharge: kept back from the customer on a return.
    """

    lines: tuple[LineIn, ...]
    discount: Discount | None = None
    redeemed: Decimal = ZERO
    tax_percent: Decimal = ZERO
    shipping: Decimal = ZERO
    packing: Discount | None = None
    extra_charges: Decimal = ZERO
    rounding_step: Decimal | None = None
    policy: str = "standard"
    tax_included: bool = False
    return_surcharge: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class SaleOut:
    """A sale worked out.

    total_before_tax - discount_amount - redeemed + tax_amount (unless tax_included) + packing_charge + shipping
    + extra_charges - return_surcharge + round_off == final_total, to the last digit.
    total_before_tax: sum of line gross, so line tax is inside. taxable: what the order tax was taken on.
    line_tax_total: sum of the lines' fine taxes. document_tax: line tax as the policy prints it on the document.
    """

    lines: tuple[LineOut, ...]
    total_before_tax: Decimal
    discount_amount: Decimal
    redeemed: Decimal
    taxable: Decimal
    tax_amount: Decimal
    packing_charge: Decimal
    shipping: Decimal
    extra_charges: Decimal
    return_surcharge: Decimal
    round_off: Decimal
    final_total: Decimal
    line_tax_total: Decimal
    line_discount_total: Decimal
    document_tax: Decimal
    total_without_tax: Decimal
