from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from polytill.domain.outbox.models import Fact
from polytill.domain.payments.models import Payment
from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.stock.models import CostLayer, StockLevel, StockMove
from polytill.domain.stored_value.selectors import balance_of
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.kernel.errors import Category, DomainError
from polytill.operations.checkout import Checkout, CheckoutLine, Modifier, Tender, checkout, checkout_one


def cash(amount: str) -> tuple[Tender, ...]:
    return (Tender(D(amount), "cash"),)


def cart(shop, *lines, **fields) -> Checkout:
    values = {"location_id": shop.location.pk, "at": shop.now, "lines": lines, "is_direct": True}
    return Checkout(**{**values, **fields})


def line(variation, quantity: str = "1", **fields) -> CheckoutLine:
    return CheckoutLine(variation_id=variation.pk, quantity=D(quantity), **fields)


def level(shop, variation) -> D:
    return StockLevel.objects.get(variation=variation, location=shop.location).quantity


def sell(shop, *lines, **fields):
    return checkout_one(cart(shop, *lines, **fields), actor=shop.actor(), now=shop.now)


def open_shift(shop) -> Shift:
    return Shift.objects.create(
        business=shop.business,
        location=shop.location,
        user=shop.admin,
        opened_at=shop.now,
        created_at=shop.now,
        updated_at=shop.now,
    )


def test_it_sells(shop):
    sold = sell(shop, line(shop.jeans_28, "2"), line(shop.water, "4"), tenders=cash("159"))

    assert (sold.number, sold.status, sold.payment_status, sold.total) == ("AS0001", "final", "paid", D("159"))
    assert level(shop, shop.jeans_28) == 8
    assert level(shop, shop.water) == 146


def test_a_line_keeps_net_tax_and_gross(shop):
    sold = sell(shop, line(shop.jeans_28, "2"))

    row = SaleLine.objects.get(sale_id=sold.id)
    assert (row.unit_price, row.unit_tax, row.unit_price_inc_tax) == (D(70), D(7), D(77))
    assert (row.net, row.tax_total, row.gross) == (D(140), D(14), D(154))


def test_the_oldest_layer_goes_first_and_tells_the_cost(shop):
    sold = sell(shop, line(shop.water, "120"))

    moves = StockMove.objects.filter(source_kind="sale", source_id=sold.id).order_by("id")
    assert [(m.quantity, m.unit_cost, m.balance) for m in moves] == [
        (D(-100), D("0.60"), D(50)),
        (D(-20), D("0.65"), D(30)),
    ]
    layers = CostLayer.objects.filter(variation=shop.water, location=shop.location).order_by("received_at")
    assert [x.remaining for x in layers] == [D(0), D(30)]


def test_a_dozen_takes_twelve_pieces(shop):
    sold = sell(shop, line(shop.water, "2", unit_id=shop.dozen.pk))

    assert sold.total == D(30)
    assert level(shop, shop.water) == 126


def test_a_combo_takes_its_components(shop):
    sold = sell(shop, line(shop.box, "3"))

    assert sold.total == D(12)
    assert level(shop, shop.water) == 144
    assert level(shop, shop.rice) == D(24)
    assert SaleLine.objects.filter(sale_id=sold.id, child_kind="combo").count() == 2


def test_modifiers_are_priced_with_their_line(shop):
    sold = sell(shop, line(shop.pizza, "2", modifiers=(Modifier(shop.cheese.pk), Modifier(shop.olives.pk, D(2)))))

    assert sold.total == D("21.60")  # 2 x 8.80 + 2 x 0.50 + 4 x 0.75


def test_nothing_is_sold_that_is_not_there(shop):
    with pytest.raises(DomainError) as refusal:
        sell(shop, line(shop.jeans_30, "6"))

    assert refusal.value.code == "stock.insufficient"
    assert level(shop, shop.jeans_30) == 5
    assert not Sale.objects.exists()
    assert not Fact.objects.exists()


def test_a_shop_that_oversells_goes_below_zero(shop):
    shop.configure(allow_overselling=True)

    sold = sell(shop, line(shop.jeans_30, "6"))

    assert level(shop, shop.jeans_30) == -1
    uncovered = StockMove.objects.get(source_id=sold.id, source_kind="sale", layer=None)
    assert (uncovered.quantity, uncovered.unit_cost) == (D(-1), D(40))


def test_one_bad_sale_in_a_list_does_not_stop_the_others(shop):
    outcomes = checkout(
        [
            cart(shop, line(shop.jeans_30, "4")),
            cart(shop, line(shop.jeans_30, "4")),
            cart(shop, line(shop.jeans_30, "1")),
        ],
        actor=shop.actor(),
        now=shop.now,
    )

    assert [getattr(o, "number", None) or o.code for o in outcomes] == ["AS0001", "stock.insufficient", "AS0002"]
    assert level(shop, shop.jeans_30) == 0


def test_a_sale_at_the_till_goes_into_the_drawer(shop):
    shift = open_shift(shop)

    sold = sell(shop, line(shop.water, "4"), is_direct=False, tenders=cash("10"), change_return=D(5))

    assert sold.payment_status == "paid"
    rows = CashMovement.objects.filter(shift=shift).order_by("id").values_list("type", "amount", "method", "source_id")
    assert list(rows) == [("credit", D(10), "cash", sold.id), ("debit", D(5), "cash", sold.id)]
    assert [p.number for p in Payment.objects.order_by("id")] == ["SP2026/0001", "SP2026/0002"]


def test_a_till_without_an_open_register_sells_nothing(shop):
    with pytest.raises(DomainError, match="Open a cash register first"):
        sell(shop, line(shop.water), is_direct=False)


def test_a_repeat_under_the_same_uuid_is_the_first_sale(shop):
    command = cart(shop, line(shop.jeans_30, "5"), client_uuid=uuid4())
    first = checkout_one(command, actor=shop.actor(), now=shop.now)

    again = checkout_one(command, actor=shop.actor(), now=shop.now)

    assert again == replace(first, replayed=True)
    assert Sale.objects.count() == 1


def test_a_repeat_in_the_same_list_is_the_first_sale(shop):
    command = cart(shop, line(shop.water), client_uuid=uuid4())

    first, again = checkout([command, command], actor=shop.actor(), now=shop.now)

    assert again == replace(first, replayed=True)


def test_a_draft_takes_no_stock_and_no_money(shop):
    sold = sell(shop, line(shop.water, "4"), status="draft", sub_status="quotation", tenders=cash("5"))

    assert (sold.status, sold.payment_status) == ("draft", None)
    assert level(shop, shop.water) == 150
    assert not Payment.objects.exists()


def test_the_chain_of_a_series_holds_each_final_sale(shop):
    sell(shop, line(shop.water))
    sell(shop, line(shop.water))

    first, second = Fact.objects.filter(chain_id__isnull=False).order_by("chain_seq")
    assert (first.chain_seq, second.chain_seq) == (1, 2)
    assert second.prev_hash == first.hash


def test_credit_stays_within_the_limit(shop):
    with pytest.raises(DomainError) as refusal:
        sell(shop, line(shop.jeans_28, "7"), contact_id=shop.credit_customer.pk, is_credit=True)

    assert refusal.value.code == "credit.limit_exceeded"


def test_a_method_that_the_location_does_not_take(shop):
    with pytest.raises(DomainError, match="custom_pay_7 is not enabled"):
        sell(shop, line(shop.water), tenders=(Tender(D(1), "custom_pay_7"),))


def test_another_business_cannot_be_reached(shop):
    for field in ({"contact_id": shop.other.customer.pk}, {"location_id": shop.other.location.pk}):
        with pytest.raises(DomainError) as refusal:
            sell(shop, line(shop.water), **field)
        assert refusal.value.category is Category.INVALID
    with pytest.raises(DomainError):
        sell(shop, line(shop.other.water))


@pytest.mark.parametrize("count", [5, 50])
def test_a_checkout_takes_at_most_14_statements(shop, count):
    open_shift(shop)
    command = cart(
        shop,
        *[line(v) for v in (shop.water, shop.jeans_28, shop.jeans_30, shop.rice, shop.pizza)]
        + [line(shop.water)] * (count - 5),
        is_direct=False,
        tenders=cash("500"),
    )
    sell(shop, line(shop.water), tenders=cash("1"))  # what the process remembers
    actor = shop.actor()

    with CaptureQueriesContext(connection) as queries:
        checkout_one(command, actor=actor, now=shop.now)

    statements = [
        q["sql"][:60] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    assert len(statements) <= 14, "\n".join(statements)


def test_a_list_stays_within_the_credit_limit_together(shop):
    on_credit = cart(shop, line(shop.jeans_28, "4"), contact_id=shop.credit_customer.pk, is_credit=True)

    outcomes = checkout([on_credit, on_credit], actor=shop.actor(), now=shop.now)

    assert [getattr(o, "number", None) or o.code for o in outcomes] == ["AS0001", "credit.limit_exceeded"]
    assert level(shop, shop.jeans_28) == 6


def test_a_balance_spent_twice_in_a_list_stops_only_the_second(shop):
    change = WalletChange(shop.customer.pk, "advance", D(100), "deposit")
    change_wallets(changes=[change], actor=shop.actor(), now=shop.now)
    by_advance = cart(shop, line(shop.jeans_28), contact_id=shop.customer.pk, tenders=(Tender(D(77), "advance"),))

    outcomes = checkout([by_advance, by_advance], actor=shop.actor(), now=shop.now)

    assert [getattr(o, "number", None) or o.category for o in outcomes] == ["AS0001", Category.RULE]
    assert balance_of(shop.customer.pk, "advance", shop.actor()) == D(23)
    assert level(shop, shop.jeans_28) == 9
