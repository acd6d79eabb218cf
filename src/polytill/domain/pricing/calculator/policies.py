"""Named ways of working out a sale, one per arithmetic that some client relies on. Worked tables: docs/money.md."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from polytill.domain.pricing.calculator import steps
from polytill.domain.pricing.calculator.values import LineOut, SaleIn, SaleOut
from polytill.kernel.money import EXACT, HUNDRED, ONE, TEN_THOUSANDTH, ZERO, Taxed, cents, fine, split

Policy = Callable[[SaleIn], SaleOut]
_add, _sub, _mul, _div = EXACT.add, EXACT.subtract, EXACT.multiply, EXACT.divide
NUP_DIGITS = Context(prec=14, rounding=ROUND_HALF_UP)
TENTH = Decimal("0.1")
NUP_GRAIN = Decimal("1e-15")
# Endless quotients that end as a sum (0.02, 0.24 and 0.275 with 7% inside: 0.035) must not fall 1e-60 short of a tie.
GUARD = Decimal("1e-40")


def standard(sale: SaleIn) -> SaleOut:
    """Line tax inside the lines; the order tax on the discounted amount; shipping and packing untaxed."""
    lines = [steps.price_line_at(i, line) for i, line in enumerate(sale.lines)]
    total = steps.sum_of_gross(lines)
    return steps.close(sale, lines, total, steps.discount_on(sale, total))


def inclusive_spread(sale: SaleIn) -> SaleOut:
    """Tax-inclusive lines; the order discount spread over them by subtotal lessens each line's tax.

    The tax printed on the document is rounded from the exact sum, so it may differ from the sum of printed line taxes.
    """
    full = [steps.price_line_at(i, line) for i, line in enumerate(sale.lines)]
    total = steps.sum_of_gross(full)
    off = steps.discount_on(sale, total)
    left, whole = (_sub(total, off), total) if total else (ONE, ONE)
    shares = split(fine(off), [line.gross for line in full], TEN_THOUSANDTH) if full else []
    lines, exact_tax = [], ZERO
    for given, line, share in zip(sale.lines, full, shares, strict=True):
        rate = given.tax_percent
        taken, parts = _mul(_mul(line.gross, left), rate), _mul(whole, _add(HUNDRED, rate))
        exact_tax = _add(exact_tax, _div(taken, parts))
        lines.append(_spread_line(line, rate, share, taken, parts))
    document_tax = cents(EXACT.quantize(exact_tax, GUARD))
    return steps.close(sale, lines, total, off, document_tax=document_tax)


def _spread_line(line: LineOut, rate: Decimal, share: Decimal, taken: Decimal, parts: Decimal) -> LineOut:
    """The line's exact tax is taken / parts, kept as a fraction so that each printed number is rounded once."""
    price, exact_tax = line.unit_price_inc_tax, _div(taken, parts)
    exact_unit_tax = _div(taken, _mul(parts, line.quantity))
    tax, unit_tax = fine(exact_tax), fine(exact_unit_tax)
    taxed = Taxed(_sub(line.gross, tax), tax, line.gross)
    nup = _div(_mul(price, HUNDRED), _add(HUNDRED, rate))
    if nup > TENTH:  # below it the fifteen decimals are the coarser grain
        nup = NUP_DIGITS.plus(nup)
    return LineOut(
        quantity=line.quantity,
        unit_price_before_discount=line.unit_price_before_discount,
        unit_price=_sub(price, unit_tax),
        unit_tax=unit_tax,
        unit_price_inc_tax=price,
        discount_total=line.discount_total,
        net=taxed.net,
        tax=taxed.tax,
        gross=taxed.gross,
        order_discount_share=share,
        printed_tax=cents(exact_tax),
        printed_unit_net=cents(_sub(price, exact_unit_tax)),
        printed_nup=EXACT.quantize(nup, NUP_GRAIN),
    )


def nexopos(sale: SaleIn) -> SaleOut:
    """Every amount at the currency's two decimals; the order tax inside the amounts or added (`tax_included`)."""
    lines = [_in_cents(steps.price_line_at(i, line)) for i, line in enumerate(sale.lines)]
    total = steps.sum_of_gross(lines)
    at_most = _sub(total, sale.redeemed)  # rounding up may not take more than is left
    off = min(cents(steps.discount_on(sale, total)), at_most)
    order_tax = cents(steps.order_tax_on(sale, _sub(at_most, off)))
    return steps.close(sale, lines, total, off, order_tax=order_tax)


def _in_cents(line: LineOut) -> LineOut:
    gross, tax = fine(cents(line.gross)), fine(cents(line.tax))
    taxed = Taxed(_sub(gross, tax), tax, gross)
    return LineOut(
        quantity=line.quantity,
        unit_price_before_discount=line.unit_price_before_discount,
        unit_price=line.unit_price,
        unit_tax=line.unit_tax,
        unit_price_inc_tax=line.unit_price_inc_tax,
        discount_total=fine(cents(line.discount_total)),
        net=taxed.net,
        tax=taxed.tax,
        gross=taxed.gross,
    )


POLICIES: dict[str, Policy] = {"standard": standard, "inclusive_spread": inclusive_spread, "nexopos": nexopos}
