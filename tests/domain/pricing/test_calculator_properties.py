"""What holds for every sale, whatever its numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from polytill.domain.pricing.calculator import Discount, DiscountKind, LineIn, SaleIn, SaleOut, price_sale

prices = st.decimals(0, 5000, places=4)
percents = st.decimals(0, 100, places=2)
percentages = st.builds(Discount, st.just(DiscountKind.PERCENTAGE), percents)
POLICIES = ["standard", "inclusive_spread", "nexopos"]
charges = st.decimals(0, 50, places=2)

unhurried = settings(max_examples=60, deadline=None)


@st.composite
def lines(draw: st.DrawFn) -> LineIn:
    price = draw(prices)
    fixed = st.builds(Discount, st.just(DiscountKind.FIXED), st.decimals(0, price, places=4))
    gross = draw(st.none() | prices)
    return LineIn(
        quantity=draw(st.decimals("0.0001", 500, places=4)),
        unit_price=price,
        discount=draw(st.none() | percentages | fixed),
        tax_percent=draw(percents),
        price_includes_tax=draw(st.booleans()),
        stated_unit_gross=gross,
        stated_unit_tax=None if gross is None else draw(st.none() | st.decimals(0, gross, places=4)),
    )


sales = st.builds(
    SaleIn,
    lines=st.lists(lines(), max_size=4).map(tuple),
    discount=st.none() | percentages,
    tax_percent=percents,
    shipping=charges,
    packing=st.none() | percentages,
    extra_charges=charges,
    rounding_step=st.none() | st.sampled_from([Decimal("0.05"), Decimal("0.1"), Decimal(1)]),
    policy=st.sampled_from(POLICIES),
    tax_included=st.booleans(),
)


def headers(out: SaleOut) -> SaleOut:
    return replace(out, lines=())


@given(sales)
@unhurried
def test_lines_and_header_add_up(sale: SaleIn) -> None:
    out = price_sale(sale)

    for line in out.lines:
        assert line.net + line.tax == line.gross
        assert line.unit_price + line.unit_tax == line.unit_price_inc_tax
    assert out.total_before_tax == sum(line.gross for line in out.lines)
    assert out.line_tax_total == sum(line.tax for line in out.lines)
    assert out.line_discount_total == sum(line.discount_total for line in out.lines)


@given(sales)
@unhurried
def test_the_parts_of_the_header_lead_to_the_final_total(sale: SaleIn) -> None:
    out = price_sale(sale)

    added_tax = Decimal(0) if sale.tax_included else out.tax_amount
    charged = out.packing_charge + out.shipping + out.extra_charges - out.return_surcharge
    left = out.total_before_tax - out.discount_amount - out.redeemed
    assert left + added_tax + charged + out.round_off == out.final_total
    half_step = (sale.rounding_step or Decimal("0.01")) / 2
    assert abs(out.round_off) <= half_step + Decimal("0.0003")  # each of three parts may be half a grain off


@given(sales)
@unhurried
def test_nothing_falls_below_zero(sale: SaleIn) -> None:
    out = price_sale(sale)

    assert min(out.final_total, out.taxable, out.discount_amount, out.tax_amount) >= 0
    for line in out.lines:
        assert min(line.net, line.tax, line.gross, line.discount_total, line.order_discount_share) >= 0


@given(sales, st.randoms())
@unhurried
def test_the_order_of_the_lines_changes_no_total(sale: SaleIn, random: Random) -> None:
    shuffled = list(sale.lines)
    random.shuffle(shuffled)

    assert headers(price_sale(replace(sale, lines=tuple(shuffled)))) == headers(price_sale(sale))


@given(sales)
@unhurried
def test_spread_shares_add_up_to_the_discount(sale: SaleIn) -> None:
    out = price_sale(replace(sale, policy="inclusive_spread"))

    if out.lines:
        assert sum(line.order_discount_share for line in out.lines) == out.discount_amount
    for line in out.lines:
        assert line.order_discount_share <= line.gross


@given(sales)
@unhurried
def test_the_callers_decimal_context_changes_nothing(sale: SaleIn) -> None:
    wanted = price_sale(sale)

    with localcontext() as context:
        context.prec, context.rounding = 6, ROUND_HALF_EVEN
        assert price_sale(sale) == wanted


@given(sales)
@unhurried
def test_each_final_total_is_whole_cents_and_steps(sale: SaleIn) -> None:
    final = price_sale(sale).final_total

    assert final.as_tuple().exponent == -2
    assert final % (sale.rounding_step or Decimal("0.01")) == 0
