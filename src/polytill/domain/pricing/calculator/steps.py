"""Steps that the policies share. "Exact" values are unrounded; only what leaves a policy is rounded."""

from __future__ import annotations

from decimal import Decimal

from polytill.domain.pricing.calculator import checks
from polytill.domain.pricing.calculator.values import Discount, DiscountKind, LineIn, LineOut, SaleIn, SaleOut
from polytill.kernel.money import (
    EXACT,
    FINE_ZERO,
    LARGEST,
    ZERO,
    Taxed,
    cents,
    fine,
    percent_of,
    round_to_step,
    tax_within,
)

_add, _sub, _mul = EXACT.add, EXACT.subtract, EXACT.multiply


def value_of(discount: Discount | None, base: Decimal) -> Decimal:
    """What a discount or a charge amounts to on a base, exact."""
    if discount is None:
        return ZERO
    return percent_of(base, discount.value) if discount.kind is DiscountKind.PERCENTAGE else discount.value


def price_line_at(position: int, line: LineIn) -> LineOut:
    """A line by itself: the amounts of one unit are made fine first, then multiplied.

    The quantity is taken at the grain that the books hold, so that the stored line recomputes to the same amounts.
    """
    checks.line(line, position)
    quantity, price = fine(line.quantity), line.unit_price
    if not quantity:
        raise checks.too_small(position)
    off = value_of(line.discount, price)
    if off > price:
        raise checks.discount_above_amount("discount", position)
    unit_net, unit_tax, unit_gross = one_unit(position, line, _sub(price, off))
    gross = fine(_mul(quantity, unit_gross))
    if gross > LARGEST:
        raise checks.too_large("quantity", position)
    tax = fine(_mul(quantity, unit_tax))
    taxed = Taxed(_sub(gross, tax), tax, gross)
    before = _sub(price, tax_within(price, line.tax_percent)) if line.price_includes_tax else price
    discount_total = fine(_mul(quantity, off)) if off else FINE_ZERO
    return LineOut(
        quantity, fine(before), unit_net, unit_tax, unit_gross, discount_total, taxed.net, taxed.tax, taxed.gross
    )


def one_unit(position: int, line: LineIn, discounted: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Net, tax and gross of one unit after discount, fine; what the client stated wins."""
    stated_gross, stated_tax = line.stated_unit_gross, line.stated_unit_tax
    if stated_gross is None and not line.price_includes_tax:
        net = fine(discounted)
        tax = fine(percent_of(discounted, line.tax_percent) if stated_tax is None else stated_tax)
        return net, tax, _add(net, tax)
    inclusive = discounted if stated_gross is None else stated_gross
    gross = fine(inclusive)
    tax = fine(tax_within(inclusive, line.tax_percent) if stated_tax is None else stated_tax)
    if tax > gross:
        raise checks.tax_above_amount(position)
    return _sub(gross, tax), tax, gross


def sum_of_gross(lines: list[LineOut]) -> Decimal:
    total = FINE_ZERO
    for line in lines:
        total = _add(total, line.gross)
    if total > LARGEST:
        raise checks.too_large("total")
    return total


def discount_on(sale: SaleIn, total: Decimal) -> Decimal:
    """The order discount, exact; refused where it (with what is redeemed) is above the total."""
    off = value_of(sale.discount, total)
    if off > total:
        raise checks.discount_above_amount("discount")
    if _add(off, sale.redeemed) > total:
        raise checks.discount_above_amount("redeemed")
    return off


def order_tax_on(sale: SaleIn, taxable: Decimal) -> Decimal:
    """Exact."""
    if sale.tax_included:
        return tax_within(taxable, sale.tax_percent)
    return percent_of(taxable, sale.tax_percent)


def close(
    sale: SaleIn,
    lines: list[LineOut],
    total: Decimal,
    off: Decimal,
    order_tax: Decimal | None = None,
    document_tax: Decimal | None = None,
) -> SaleOut:
    """From the lines and the order discount to the final total.

    The final total is rounded once, from exact parts; round_off is what the fine parts lack to it.
    """
    taxable = _sub(_sub(total, off), sale.redeemed)
    tax = order_tax_on(sale, taxable) if order_tax is None else order_tax
    packing = value_of(sale.packing, taxable)
    exact = _add(_add(_add(taxable, packing), sale.shipping), sale.extra_charges)
    if not sale.tax_included:
        exact = _add(exact, tax)
    exact = _sub(exact, sale.return_surcharge)
    if exact < ZERO:
        raise checks.discount_above_amount("return_surcharge")
    final = cents(exact if sale.rounding_step is None else round_to_step(exact, sale.rounding_step))
    if final > LARGEST:
        raise checks.too_large("total")
    return _as_shown(sale, lines, total, (fine(off), fine(taxable), fine(tax), fine(packing)), final, document_tax)


def _as_shown(
    sale: SaleIn,
    lines: list[LineOut],
    total: Decimal,
    parts: tuple[Decimal, Decimal, Decimal, Decimal],
    final: Decimal,
    document_tax: Decimal | None,
) -> SaleOut:
    off, taxable, tax, packing = parts
    redeemed, shipping = fine(sale.redeemed), fine(sale.shipping)
    extra, surcharge = fine(sale.extra_charges), fine(sale.return_surcharge)
    lowered = _add(_add(off, redeemed), surcharge)
    raised = _add(_add(_add(total, packing), shipping), extra)
    shown = _sub(raised if sale.tax_included else _add(raised, tax), lowered)
    line_tax = line_off = FINE_ZERO
    for line in lines:
        line_tax = _add(line_tax, line.tax)
        line_off = _add(line_off, line.discount_total)
    return SaleOut(
        lines=tuple(lines),
        total_before_tax=total,
        discount_amount=off,
        redeemed=redeemed,
        taxable=taxable,
        tax_amount=tax,
        packing_charge=packing,
        shipping=shipping,
        extra_charges=extra,
        return_surcharge=surcharge,
        round_off=_sub(final, shown),
        final_total=final,
        line_tax_total=line_tax,
        line_discount_total=line_off,
        document_tax=line_tax if document_tax is None else document_tax,
        total_without_tax=_sub(_sub(final, tax), line_tax),
    )
