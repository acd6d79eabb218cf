from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polytill.kernel.money import Money, Taxed, cents, fine, percent_of, plain, round_to_step, split, tax_within

D = Decimal

unhurried = settings(max_examples=60, deadline=None)
amounts = st.decimals(-1_000_000, 1_000_000, places=2)
weights = st.lists(st.decimals(0, 10_000, places=4), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("453.125", "453.13"), ("5.625", "5.63"), ("-5.625", "-5.63"), ("0.005", "0.01"), ("0.0049999", "0.00")],
)
def test_cents_are_rounded_half_up(exact: str, rounded: str) -> None:
    assert str(cents(D(exact))) == rounded


@unhurried
@given(st.decimals(-1_000_000, 1_000_000, places=8))
def test_rounding_moves_by_at_most_half_a_cent_and_ties_go_away_from_zero(value: D) -> None:
    off = cents(value) - value

    assert abs(off) <= D("0.005")
    if abs(off) == D("0.005"):
        assert abs(cents(value)) > abs(value)


@unhurried
@given(st.decimals(-1_000_000, 1_000_000, places=8))
def test_rounding_is_symmetric(value: D) -> None:
    assert fine(-value) == -fine(value)


def test_fine_keeps_four_decimals() -> None:
    assert str(fine(D("0.00005"))) == "0.0001"
    assert str(fine(D(1))) == "1.0000"


@pytest.mark.parametrize(
    ("value", "step", "rounded"),
    [("1.02", "0.05", "1"), ("1.03", "0.05", "1.05"), ("1.025", "0.05", "1.05"), ("-1.025", "0.05", "-1.05"),
     ("12350", "100", "12400"), ("2.74", "0.5", "2.5")],
)  # fmt: skip
def test_cash_rounding(value: str, step: str, rounded: str) -> None:
    assert round_to_step(D(value), D(step)) == D(rounded)


@pytest.mark.parametrize("step", ["0", "-0.05"])
def test_a_rounding_step_is_positive(step: str) -> None:
    with pytest.raises(ValueError, match="positive"):
        round_to_step(D(1), D(step))


def test_percentages_stay_exact() -> None:
    assert percent_of(D("393.75"), D(10)) == D("39.375")
    assert percent_of(D("99999999999.9999"), D("12.3456")) == D("12345599999.9999876544")


def test_tax_within() -> None:
    assert tax_within(D(107), D(7)) == 7
    assert fine(tax_within(D(100), D(7))) == D("6.5421")
    assert tax_within(D(100), D(0)) == 0


@unhurried
@given(amounts, weights)
def test_split_adds_up(amount: D, shares: list[D]) -> None:
    assert sum(split(amount, shares)) == amount


@unhurried
@given(amounts, weights)
def test_no_part_is_a_whole_quantum_off(amount: D, shares: list[D]) -> None:
    total = sum(shares)
    for part, weight in zip(split(amount, shares), shares, strict=True):
        due = amount * weight / total if total else amount / len(shares)
        assert abs(part - due) < D("0.01") + D("1e-18")


@unhurried
@given(amounts, weights)
def test_a_weight_of_zero_gets_nothing_and_equal_weights_differ_by_one_cent_at_most(amount: D, shares: list[D]) -> None:
    parts = split(amount, shares)
    for part, weight in zip(parts, shares, strict=True):
        assert weight or part == 0 or not any(shares)
    assert len({(weight, part) for weight, part in zip(shares, parts, strict=True)}) <= 2 * len(set(shares))


def test_split_gives_the_rest_to_the_largest_remainders_first_come_first_served() -> None:
    assert split(D(10), [D(1), D(1), D(1)]) == [D("3.34"), D("3.33"), D("3.33")]
    assert split(D("0.05"), [D(1), D(2), D(4)]) == [D("0.01"), D("0.01"), D("0.03")]
    assert split(D(-10), [D(1), D(1), D(1)]) == [D("-3.34"), D("-3.33"), D("-3.33")]
    assert split(D(4), [D(500), D(99)], D("0.0001")) == [D("3.3389"), D("0.6611")]


def test_split_of_weights_with_exponents() -> None:
    assert split(D(30), [D("1E+2"), D("2.00E+2")]) == [D(10), D(20)]


@pytest.mark.parametrize(
    ("amount", "shares"), [("1", []), ("1", ["-1", "2"]), ("0.001", ["1"]), ("1", ["NaN"]), ("1", ["Infinity"])]
)
def test_split_refuses(amount: str, shares: list[str]) -> None:
    with pytest.raises(ValueError, match=r"nothing|weights|finer"):
        split(D(amount), [D(share) for share in shares])


def test_taxed_refuses_what_does_not_add_up() -> None:
    with pytest.raises(ValueError, match="is not"):
        Taxed(D("93.46"), D("6.55"), D(100))


@unhurried
@given(amounts, amounts)
def test_taxed_adds_up_when_summed(net: D, tax: D) -> None:
    one = Taxed(net, tax, net + tax)

    assert Taxed.sum([one, one]) == Taxed(2 * net, 2 * tax, 2 * (net + tax))


def test_sums_do_not_depend_on_the_callers_decimal_context() -> None:
    with localcontext() as context:
        context.prec = 3
        assert Taxed(D("1000.01"), D("0.01"), D("1000.02")).gross == D("1000.02")
        assert (Money(D("1000.01"), "EUR") + Money(D("0.01"), "EUR")).amount == D("1000.02")


def test_two_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="EUR and USD"):
        Money(D(1), "EUR") + Money(D(1), "USD")


def test_money_adds_subtracts_and_splits() -> None:
    assert Money(D(3), "EUR") + Money(D("1.5"), "EUR") == Money(D("4.5"), "EUR")
    assert Money(D(3), "EUR") - Money(D("4.5"), "EUR") == -Money(D("1.5"), "EUR")
    assert Money(D(1), "EUR").split([D(2), D(1)]) == [Money(D("0.67"), "EUR"), Money(D("0.33"), "EUR")]


@pytest.mark.parametrize("amount", [D("NaN"), D("Infinity"), D("0.00001"), D("100000000000"), 1.5, 1])
def test_money_refuses_what_the_books_do_not_hold(amount: D) -> None:
    with pytest.raises(ValueError, match="amount"):
        Money(amount, "EUR")


@pytest.mark.parametrize(
    ("value", "text"),
    [("437.5000", "437.5"), ("0E-4", "0"), ("-0.0000", "0"), ("100", "100"), ("1E+3", "1000"), ("-1.50", "-1.5")],
)
def test_plain_text(value: str, text: str) -> None:
    assert plain(D(value)) == text
