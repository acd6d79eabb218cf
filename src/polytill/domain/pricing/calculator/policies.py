"""Named ways of working out a sale, one per arithmetic that some client relies on. Worked tables: docs/money.md."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from polytill.domain.pricing.calculator import checks, steps
from polytill.domain.pricing.calculator.values import LineOut, SaleIn, SaleOut
from polytill.kernel.money import EXACT, HUNDRED, LARGEST, TEN_THOUSANDTH, ZERO, Taxed, cents, fine, split, tax_within

Policy = Callable[[SaleIn], SaleOut]
_add, _sub, _mul, _div = EXACT.add, EXACT.subtract, EXACT.multiply, EXACT.divide
NUP_DIGITS = Context(prec=14, rounding=ROUND_HALF_UP)
NUP_GRAIN = Decimal("1e-15")


def _total(lines: list[LineOut]) -> Decimal:
    total = ZERO
    for line in lines:
        total = _add(total, line.gross)
    if total > LARGEST:
        raise checks.too_large("total")
    return total


def standard(sale: SaleIn) -> SaleOut:
    """Line tax inside the lines; the order tax on the discounted amount; shipping and packing untaxed."""
    lines = [steps.price_line_at(i, line) for i, line in enumerate(sale.lines)]
    total = _total(lines)
    return steps.close(sale, lines, total, steps.discount_on(sale, total))


def inclusive_spread(sale: SaleIn) -> SaleOut:
    """Tax-inclusive lines; the order discount spread over them by subtotal lessens each line's tax.

    The tax printed on the document is rounded from the exact sum, so it may differ from the sum of printed line taxes.
    """
    plain = [steps.price_line_at(i, line) for i, line in enumerate(sale.lines)]
    total = _total(plain)
    off = steps.discount_on(sale, total)
    shares = split(fine(off), [line.gross for line in plain], TEN_THOUSANDTH) if plain else []
    lines, exact_tax = [], ZERO
    for given, line, share in zip(sale.lines, plain, shares, strict=True):
        exact_share = _div(_mul(off, line.gross), total) if off else ZERO
        tax = tax_within(_sub(line.gross, exact_share), given.tax_percent)
        exact_tax = _add(exact_tax, tax)
        lines.append(_spread_line(line, share, tax, given.tax_percent))
    return steps.close(sale, lines, total, off, document_tax=cents(exact_tax))


def _spread_line(line: LineOut, share: Decimal, tax: Decimal, percent: Decimal) -> LineOut:
    gross, unit_gross = line.gross, line.unit_price_inc_tax
    unit_tax = _div(tax, line.quantity)
    taxed = Taxed(_sub(gross, fine(tax)), fine(tax), gross)
    nup = NUP_DIGITS.divide(_mul(unit_gross, HUNDRED), HUNDRED + percent)
    return LineOut(
        quantity=line.quantity,
        unit_price_before_discount=line.unit_price_before_discount,
        unit_price=_sub(unit_gross, fine(unit_tax)),
        unit_tax=fine(unit_tax),
        unit_price_inc_tax=unit_gross,
        discount_total=line.discount_total,
        net=taxed.net,
        tax=taxed.tax,
        gross=gross,
        order_discount_share=share,
        printed_tax=cents(tax),
        printed_unit_net=cents(_sub(unit_gross, unit_tax)),
        printed_nup=EXACT.quantize(nup, NUP_GRAIN),
    )


def nexopos(sale: SaleIn) -> SaleOut:
    """Every amount at the currency's two decimals; the order tax inside the amounts or added (`tax_included`)."""
    lines = [_whole_cents(steps.price_line_at(i, line)) for i, line in enumerate(sale.lines)]
    total = _total(lines)
    off = cents(steps.discount_on(sale, total))
    taxable = _sub(_sub(total, off), sale.redeemed)
    return steps.close(sale, lines, total, off, order_tax=cents(steps.order_tax_on(sale, taxable)))


def _whole_cents(line: LineOut) -> LineOut:
    gross, tax = cents(line.gross), cents(line.tax)
    return LineOut(
        line.quantity,
        line.unit_price_before_discount,
        line.unit_price,
        line.unit_tax,
        line.unit_price_inc_tax,
        cents(line.discount_total),
        _sub(gross, tax),
        tax,
        gross,
    )


POLICIES: dict[str, Policy] = {"standard": standard, "inclusive_spread": inclusive_spread, "nexopos": nexopos}
