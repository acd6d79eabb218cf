"""Payments of sales outside the till: recorded, changed, deleted."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from polytill.domain.payments.models import Account, AccountEntry, Payment
from polytill.domain.registers.models import CashMovement
from polytill.domain.sales.models import Sale
from polytill.domain.sales.selectors import sells_of
from polytill.domain.stored_value.models import Wallet
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.kernel.errors import DomainError
from polytill.operations.checkout import Tender
from polytill.operations.record_payment import record_payment
from tests.selling import cash, line, open_shift, sell
from tests.shop import facts


def pay(shop, sale_id: int, amount: str, method: str = "cash", *, user="admin", **fields):
    actor = shop.actor(user)
    within = sells_of(actor, shop.today)
    return record_payment(
        sale_id=sale_id, tender=Tender(D(amount), method, **fields), within=within, actor=actor, now=shop.now
    )


def account(shop, name: str = "Till") -> Account:
    return Account.objects.create(business=shop.business, name=name, created_at=shop.now, updated_at=shop.now)


def advance(shop, amount: str) -> None:
    change = WalletChange(shop.customer.pk, "advance", D(amount), "deposit")
    change_wallets(changes=[change], actor=shop.actor(), now=shop.now)


def balance(shop) -> D:
    return Wallet.objects.get(contact=shop.customer, kind="advance").balance


def test_a_payment_makes_a_due_sale_partial_and_then_paid(shop):
    sold = sell(shop, line(shop.jeans_28))

    first, second = pay(shop, sold.id, "50"), pay(shop, sold.id, "30")

    assert (first.payment_status, second.payment_status) == ("partial", "paid")
    assert (first.number, second.number) == ("SP2026/0001", "SP2026/0002")
    assert Sale.objects.get(pk=sold.id).paid == D(80)
    assert [kind for kind, *_ in facts("payment.recorded")] == ["payment.recorded"] * 2


def test_it_posts_to_its_account_and_to_no_drawer(shop):
    open_shift(shop)
    drawer = account(shop)
    sold = sell(shop, line(shop.jeans_28), is_direct=False)

    paid = pay(shop, sold.id, "77", account_id=drawer.pk)

    drawer.refresh_from_db()
    assert drawer.balance == 77
    assert AccountEntry.objects.get(account=drawer).payment_id == paid.payment_id
    assert not CashMovement.objects.exists()


def test_an_advance_leaves_the_balance_and_no_account(shop):
    advance(shop, "60")
    sold = sell(shop, line(shop.jeans_28), contact_id=shop.customer.pk)

    pay(shop, sold.id, "60", "advance", account_id=account(shop).pk)

    assert balance(shop) == 0
    assert Payment.objects.get(sale_id=sold.id).account_id is None
    assert not AccountEntry.objects.exists()


@pytest.mark.parametrize(
    ("amount", "method", "code"),
    [
        ("1", "custom_pay_7", "payment.method_not_enabled"),
        ("1", "advance", "payment.advance_too_large"),
        ("0", "cash", "validation.failed"),
    ],
)
def test_what_is_refused_leaves_nothing(shop, amount, method, code):
    sold = sell(shop, line(shop.jeans_28))

    with pytest.raises(DomainError) as refusal:
        pay(shop, sold.id, amount, method)

    assert refusal.value.code == code
    assert not Payment.objects.exists()
    assert pay(shop, sold.id, "1").number == "SP2026/0001"


def test_a_paid_sale_takes_no_more(shop):
    sold = sell(shop, line(shop.water), tenders=cash("1.25"))

    with pytest.raises(DomainError, match="already paid"):
        pay(shop, sold.id, "1")


def test_a_held_sale_takes_none(shop):
    open_shift(shop)
    held = sell(shop, line(shop.water), is_direct=False, is_suspended=True)

    with pytest.raises(DomainError, match="Finalize it first"):
        pay(shop, held.id, "1")


def test_a_sale_that_is_not_seen_is_not_there(shop):
    sold = sell(shop, line(shop.water))

    with pytest.raises(DomainError) as refusal:
        pay(shop, sold.id, "1", user=shop.user(permissions=["sell.payments", "view_own_sell_only"]))

    assert refusal.value.code == "sale.not_found"
