from __future__ import annotations

from decimal import Decimal as D

import pytest

from polytill.domain.outbox.models import Fact
from polytill.domain.payments.models import Account, Payment
from polytill.domain.registers.models import CashMovement
from polytill.domain.sales.models import Sale
from polytill.domain.sales.selectors import sells_of
from polytill.domain.stock.models import CostLayer
from polytill.domain.stored_value.models import Wallet
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.kernel.errors import DomainError
from polytill.operations.checkout import Tender
from polytill.operations.delete_sale import delete_sale
from polytill.reports.verify import faults
from tests.selling import cash, level, line, open_shift, sell


def delete(shop, sale_id: int, user="admin") -> None:
    actor = shop.actor(user)
    delete_sale(sale_id=sale_id, within=sells_of(actor, shop.today), actor=actor, now=shop.now)


def test_goods_come_back_to_their_layers(shop):
    sold = sell(shop, line(shop.water, "120"), tenders=cash("150"))

    delete(shop, sold.id)

    assert level(shop, shop.water) == 150
    layers = CostLayer.objects.filter(variation=shop.water, location=shop.location).order_by("received_at")
    assert [layer.remaining for layer in layers] == [D(100), D(50)]


def test_it_is_hidden_and_stands_in_the_chain(shop):
    sold = sell(shop, line(shop.water), tenders=cash("1.25"))

    delete(shop, sold.id)

    row = Sale.objects.get(pk=sold.id)
    assert (row.number, row.voided_at, row.paid, row.payment_status) == ("AS0001", shop.now, D(0), "due")
    chained = Fact.objects.filter(chain_id=row.series_id).order_by("chain_seq")
    assert [fact.kind for fact in chained] == ["sale.finalized", "sale.voided"]
    assert list(faults()) == []
    with pytest.raises(DomainError) as refusal:
        delete(shop, sold.id)
    assert refusal.value.code == "sale.not_found"


def test_money_goes_back_where_it_came_from(shop):
    drawer = Account.objects.create(business=shop.business, name="Till", created_at=shop.now, updated_at=shop.now)
    change_wallets(
        changes=[WalletChange(shop.customer.pk, "advance", D(50), "deposit")], actor=shop.actor(), now=shop.now
    )
    tenders = (Tender(D(47), "cash", account_id=drawer.pk), Tender(D(30), "advance"))
    sold = sell(shop, line(shop.jeans_28), contact_id=shop.customer.pk, tenders=tenders)

    delete(shop, sold.id)

    drawer.refresh_from_db()
    assert drawer.balance == 0
    assert Wallet.objects.get(contact=shop.customer, kind="advance").balance == 50
    assert {p.voided_at for p in Payment.objects.filter(sale_id=sold.id)} == {shop.now}
    assert list(faults()) == []


def test_an_open_drawer_is_put_right(shop):
    shift = open_shift(shop)
    sold = sell(shop, line(shop.water, "4"), is_direct=False, tenders=cash("10"), change_return=D(5))

    delete(shop, sold.id)

    rows = CashMovement.objects.filter(shift=shift).order_by("id").values_list("type", "amount", "kind", "source_id")
    assert list(rows)[2:] == [("debit", D(10), "sell", sold.id), ("credit", D(5), "sell", sold.id)]


def test_a_drawer_that_was_counted_stays(shop):
    shift = open_shift(shop)
    sold = sell(shop, line(shop.water), is_direct=False, tenders=cash("1.25"))
    shift.status = "close"
    shift.save(update_fields=["status"])

    delete(shop, sold.id)

    assert CashMovement.objects.filter(shift=shift).count() == 1


def test_points_are_taken_back_though_they_were_spent(shop):
    shop.configure(rp_enabled=True, rp_amount_per_point="1", rp_value_per_point="0.5")
    first = sell(shop, line(shop.jeans_28), contact_id=shop.customer.pk)
    sell(shop, line(shop.jeans_28), contact_id=shop.customer.pk, points_redeemed=D(70))

    delete(shop, first.id)

    points = Wallet.objects.get(contact=shop.customer, kind="points").balance
    assert points == D(77) - 70 + 42 - 77


def test_a_sale_with_a_return_stays(shop):
    sold = sell(shop, line(shop.water))
    back = replace_row(Sale.objects.get(pk=sold.id), type="sell_return", return_of_id=sold.id, number="CN1")

    with pytest.raises(DomainError, match="has a return"):
        delete(shop, sold.id)

    assert level(shop, shop.water) == 149
    Sale.objects.filter(pk=back.pk).update(voided_at=shop.now)
    delete(shop, sold.id)


def replace_row(row: Sale, **fields) -> Sale:
    row.pk = None
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def test_a_held_sale_leaves_no_mark_in_the_chain(shop):
    open_shift(shop)
    held = sell(shop, line(shop.water, "3"), is_direct=False, is_suspended=True)

    delete(shop, held.id)

    assert level(shop, shop.water) == 150
    assert not Fact.objects.filter(chain_id__isnull=False).exists()


def test_it_takes_the_right(shop):
    sold = sell(shop, line(shop.water))

    with pytest.raises(DomainError):
        delete(shop, sold.id, user=shop.user(permissions=["direct_sell.view"]))

    assert Sale.objects.get(pk=sold.id).voided_at is None
