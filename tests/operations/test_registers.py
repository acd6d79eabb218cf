from __future__ import annotations

from decimal import Decimal as D

import pytest

from polytill.domain.outbox.models import Fact
from polytill.domain.registers.models import CashMovement, Shift
from polytill.kernel.errors import Category, DomainError
from polytill.operations.checkout import Checkout, CheckoutLine, Tender, checkout_one
from polytill.operations.close_register import close_register
from polytill.operations.move_cash import move_cash
from polytill.operations.open_register import open_register
from polytill.reports.verify import faults
from tests.racing import race


def opened(shop, amount: str = "50") -> int:
    return open_register(actor=shop.actor(), location_id=shop.location.pk, float_amount=D(amount), now=shop.now)


def closed(shop, amount: str = "50", **fields):
    return close_register(actor=shop.actor(), closing_amount=D(amount), now=shop.now, **fields)


def movements() -> list[tuple]:
    return list(CashMovement.objects.order_by("id").values_list("kind", "type", "method", "amount"))


def sell_water(shop, quantity: str, *tenders: Tender, change: str = "0"):
    command = Checkout(
        location_id=shop.location.pk,
        lines=(CheckoutLine(shop.water.pk, D(quantity)),),
        at=shop.now,
        is_direct=False,
        tenders=tenders,
        change_return=D(change),
    )
    return checkout_one(command, actor=shop.actor(), now=shop.now)


def test_a_shift_opens_with_its_float(shop):
    shift_id = opened(shop, "50.50")

    shift = Shift.objects.get(pk=shift_id)
    assert (shift.status, shift.user_id, shift.location_id) == ("open", shop.admin.pk, shop.location.pk)
    assert movements() == [("initial", "credit", "cash", D("50.50"))]


def test_without_a_float_there_is_no_line(shop):
    opened(shop, "0")

    assert movements() == []


def test_a_user_has_one_open_shift(shop):
    opened(shop)

    with pytest.raises(DomainError) as refusal:
        opened(shop)

    assert refusal.value.code == "register.already_open"
    assert Shift.objects.count() == 1
    assert len(movements()) == 1


@pytest.mark.parametrize("amount", ["-0.01", "NaN", "Infinity", "100000000000"])
def test_a_float_that_is_no_amount(shop, amount):
    with pytest.raises(DomainError) as refusal:
        opened(shop, amount)

    assert list(refusal.value.details) == ["initial_amount"]
    assert not Shift.objects.exists()


def test_another_business_has_no_place_for_it(shop):
    with pytest.raises(DomainError) as refusal:
        open_register(actor=shop.actor(), location_id=shop.other.location.pk, now=shop.now)
    assert refusal.value.category is Category.INVALID


def test_the_count_meets_what_the_drawer_should_hold(shop):
    opened(shop, "50")
    sell_water(shop, "4", Tender(D(10), "cash"), change="5")
    sell_water(shop, "2", Tender(D("2.50"), "card"))
    move_cash(actor=shop.actor(), direction="in", amount=D("20"), now=shop.now)
    move_cash(actor=shop.actor(), direction="out", amount=D("7.25"), note="milk", now=shop.now)

    result = closed(shop, "67.50", total_card_slips=1, total_cheques=2, note="short", denominations={"50": 1})

    assert (result.number, result.expected_cash, result.closing_amount) == ("RC0001", D("67.75"), D("67.50"))
    shift = Shift.objects.get(pk=result.id)
    assert (shift.status, shift.number, shift.closed_at) == ("close", "RC0001", shop.now)
    assert (shift.expected_cash, shift.closing_amount) == (D("67.75"), D("67.50"))
    assert (shift.total_card_slips, shift.total_cheques, shift.closing_note) == (1, 2, "short")
    assert (shift.denominations, shift.closed_by_id) == ({"50": 1}, shop.admin.pk)


def test_each_closing_stands_in_the_chain(shop):
    for _ in range(2):
        opened(shop)
        closed(shop)

    first, second = Fact.objects.filter(kind="register.closed").order_by("id")
    assert (first.chain_seq, second.chain_seq) == (1, 2)
    assert second.prev_hash == first.hash
    assert list(faults()) == []


def test_another_users_shift_can_be_closed(shop):
    opened(shop)
    closer = shop.actor(shop.user(permissions=["close_cash_register"]))

    result = close_register(actor=closer, user_id=shop.admin.pk, closing_amount=D(50), now=shop.now)

    assert result.user_id == shop.admin.pk
    assert Shift.objects.get().closed_by_id == closer.user_id


def test_a_strangers_shift_is_not_there(shop):
    opened(shop.other)

    with pytest.raises(DomainError) as refusal:
        close_register(actor=shop.actor(), user_id=shop.other.admin.pk, closing_amount=D(50), now=shop.now)

    assert refusal.value.code == "register.not_open"
    assert Shift.objects.get().status == "open"


def test_cash_moves_in_an_open_drawer_only(shop):
    with pytest.raises(DomainError, match="no open cash register"):
        move_cash(actor=shop.actor(), direction="in", amount=D(5), now=shop.now)
    assert movements() == []


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "0.00001"])
def test_cash_that_is_no_amount(shop, amount):
    opened(shop, "0")

    with pytest.raises(DomainError) as refusal:
        move_cash(actor=shop.actor(), direction="out", amount=D(amount), now=shop.now)

    assert list(refusal.value.details) == ["amount"]
    assert movements() == []


@pytest.mark.parametrize(
    ("right", "act"),
    [
        ("close_cash_register", opened),
        ("view_cash_register", closed),
        ("close_cash_register", lambda shop: move_cash(actor=shop.actor(), direction="in", amount=D(1), now=shop.now)),
    ],
)
def test_each_verb_has_its_right(shop, monkeypatch, right, act):
    actor = shop.actor(shop.user(permissions=[right]))
    monkeypatch.setattr(shop, "actor", lambda: actor)

    with pytest.raises(DomainError) as refusal:
        act(shop)

    assert refusal.value.category is Category.FORBIDDEN
    assert not Shift.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_openings_give_one_shift(shop):
    results = race(*[lambda: opened(shop)] * 4)

    assert sorted(getattr(r, "code", "opened") for r in results) == ["opened"] + ["register.already_open"] * 3
    assert Shift.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_closings_give_one_number(shop):
    opened(shop)

    results = race(*[lambda: closed(shop)] * 4)

    assert sorted(getattr(r, "code", "closed") for r in results) == ["closed"] + ["register.not_open"] * 3
    assert Fact.objects.filter(kind="register.closed").count() == 1
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_no_sale_slips_into_a_drawer_that_has_been_counted(shop):
    opened(shop, "0")

    results = race(*[lambda: sell_water(shop, "1", Tender(D("1.25"), "cash"))] * 5, lambda: closed(shop))

    sold = [r for r in results[:5] if not isinstance(r, Exception)]
    assert results[5].expected_cash == D("1.25") * len(sold)
    assert {r.code for r in results[:5] if isinstance(r, Exception)} <= {"register.not_open"}
    assert CashMovement.objects.count() == len(sold)
