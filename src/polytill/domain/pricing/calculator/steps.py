"""Steps that the policies share. "Exact" values are unrounded; only what leaves a policy is rounded."""

from __future__ import annotations

from decimal import Decimal

from polytill.domain.pricing.calculator import checks
from polytill.domain.pricing.calculator.values import Discount, DiscountKind, LineIn, LineOut, SaleIn, SaleOut
from polytill.kernel.money import (
    EXACT,
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


def unit_taxed(line: LineIn, discounted: Decimal) -> Taxed:
    """Net, tax and gross of one unit after discount, fine; what the client stated wins."""
    if line.stated_unit_gross is not None:
        gross = fine(line.stated_unit_gross)
        stated = line.stated_unit_tax
        tax = fine(tax_within(gross, line.tax_percent) if stated is None else stated)
        if tax > gross:
            raise checks.above_tax()
        return Taxed(gross - tax, tax, gross)
    price = fine(discounted)
    if line.price_includes_tax:
        stated = line.stated_unit_tax
        tax = fine(tax_within(discounted, line.tax_percent) if stated is None else stated)
        if tax > price:
            raise checks.above_tax()
        return Taxed(price - tax, tax, price)
    if line.stated_unit_tax is not None:
        tax = fine(line.stated_unit_tax)
    else:
        tax = fine(percent_of(discounted, line.tax_percent)) if line.tax_percent else ZERO
    return Taxed(price, tax, _add(price, tax))


def price_line_at(position: int, line: LineIn) -> LineOut:
    """A line by itself: unit amounts fine first, then times the quantity."""
    checks.line(position, line)
    quantity, price = line.quantity, line.unit_price
    off = value_of(line.discount, price)
    if off > price:
        raise checks.above_amount(f"lines.{position}.discount")
    unit = unit_taxed(line, _sub(price, off))
    gross = fine(_mul(quantity, unit.gross))
    if gross > LARGEST:
        raise checks.too_large(f"lines.{position}.quantity")
    tax = fine(_mul(quantity, unit.tax))
    net = _sub(gross, tax)
    before = _sub(price, tax_within(price, line.tax_percent)) if line.price_includes_tax else price
    Taxed(net, tax, gross)
    return LineOut(
        quantity=quantity,
        unit_price_before_discount=fine(before),
        unit_price=unit.net,
        unit_tax=unit.tax,
        unit_price_inc_tax=unit.gross,
        discount_total=fine(_mul(quantity, off)) if off else ZERO,
        net=net,
        tax=tax,
        gross=gross,
    )


def discount_on(sale: SaleIn, total: Decimal) -> Decimal:
    """The order discount, exact; refused where it (with what is redeemed) is above the total."""
    off = value_of(sale.discount, total)
    if off > total:
        raise checks.above_amount("discount")
    if _add(off, sale.redeemed) > total:
        raise checks.above_amount("redeemed")
    return off


def order_tax_on(sale: SaleIn, taxable: Decimal) -> Decimal:
    """Exact."""
    if not sale.tax_percent:
        return ZERO
    return tax_within(taxable, sale.tax_percent) if sale.tax_included else percent_of(taxable, sale.tax_percent)


def close(
    sale: SaleIn,
    lines: list[LineOut],
    total: Decimal,
    off: Decimal,
    document_tax: Decimal | None = None,
    order_tax: Decimal | None = None,
) -> SaleOut:
    """From the lines and the order discount to the final total.

    The final total is rounded once, from exact parts; round_off is what the fine parts lack to it.
    """
    taxable = _sub(_sub(total, off), sale.redeemed)
    tax = order_tax_on(sale, taxable) if order_tax is None else order_tax
    packing = value_of(sale.packing, taxable)
    charges = _sub(_add(_add(packing, sale.shipping), sale.extra_charges), sale.return_surcharge)
    exact = _add(_add(taxable, charges), ZERO if sale.tax_included else tax)
    if exact < ZERO:
        raise checks.above_amount("return_surcharge")
    step = sale.rounding_step
    final = cents(exact if step is None else round_to_step(exact, step))
    if final > LARGEST:
        raise checks.too_large("total")
    return _header(sale, lines, total, fine(off), fine(taxable), fine(tax), fine(packing), final, document_tax)


def _header(
    sale: SaleIn,
    lines: list[LineOut],
    total: Decimal,
    off: Decimal,
    taxable: Decimal,
    tax: Decimal,
    packing: Decimal,
    final: Decimal,
    document_tax: Decimal | None,
) -> SaleOut:
    redeemed, shipping = fine(sale.redeemed), fine(sale.shipping)
    extra, surcharge = fine(sale.extra_charges), fine(sale.return_surcharge)
    added = total - off - redeemed + packing + shipping + extra - surcharge
    if not sale.tax_included:
        added += tax
    line_tax = line_off = ZERO
    for line in lines:
        line_tax += line.tax
        line_off += line.discount_total
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
        round_off=final - added,
        final_total=final,
        line_tax_total=line_tax,
        line_discount_total=line_off,
        document_tax=line_tax if document_tax is None else document_tax,
        total_without_tax=final - tax - line_tax,
    )
