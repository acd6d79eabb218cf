"""What the shared vectors can't say: finer input than the browser takes, single lines, speed."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from polytill.domain.pricing.calculator import Discount, DiscountKind, LineIn, SaleIn, price_line, price_sale
from polytill.kernel.errors import Category, DomainError

D = Decimal


def test_a_line_by_itself() -> None:
    out = price_line(LineIn(D(10), D(70), tax_percent=D(10)))

    assert (out.net, out.tax, out.gross) == (D(700), D(70), D(770))
    assert out.taxed.gross == D(770)


def test_quantity_is_taken_at_the_grain_of_the_books() -> None:
    out = price_line(LineIn(D("0.33335"), D(3)))

    assert (out.quantity, out.gross) == (D("0.3334"), D("1.0002"))


def test_quantity_below_the_grain_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        price_line(LineIn(D("0.00004"), D(3)))

    assert refusal.value.details == {"lines.0.quantity": ["A quantity is more than zero."]}


def test_a_price_finer_than_the_grain_is_rounded_once() -> None:
    out = price_line(LineIn(D(1), D("0.00015"), discount=Discount(DiscountKind.PERCENTAGE, D(10))))

    assert (out.unit_price, out.unit_price_before_discount) == (D("0.0001"), D("0.0002"))


def test_a_refusal_tells_all_that_a_dialect_needs() -> None:
    with pytest.raises(DomainError) as refusal:
        price_sale(SaleIn((LineIn(D(1), D(1)),), discount=Discount(DiscountKind.FIXED, D(2))))

    error = refusal.value
    assert (error.code, error.category) == ("discount.above_amount", Category.RULE)
    assert error.details == {"field": "discount"}


def test_amounts_come_out_in_the_form_that_is_printed() -> None:
    out = price_sale(SaleIn((LineIn(D(1), D(5)),)))

    assert (str(out.total_before_tax), str(out.tax_amount), str(out.final_total)) == ("5.0000", "0.0000", "5.00")


def test_five_lines_are_priced_in_well_under_a_millisecond() -> None:
    line = LineIn(D(2), D("19.99"), tax_percent=D(7), discount=Discount(DiscountKind.PERCENTAGE, D(5)))
    sale = SaleIn((line,) * 5, discount=Discount(DiscountKind.PERCENTAGE, D(10)), tax_percent=D(10))

    best = min(_cpu_seconds(sale) for _ in range(20))

    assert best < 0.0005  # about 0.00004 on a quiet core; the rest is for a busy one


def _cpu_seconds(sale: SaleIn, rounds: int = 50) -> float:
    start = time.process_time()
    for _ in range(rounds):
        price_sale(sale)
    return (time.process_time() - start) / rounds
