"""Each test tampers with one thing behind the shop's back and expects the line that tells of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from django.db.models import F

from polytill.domain.business.models import NumberSeries
from polytill.domain.outbox.models import Fact
from polytill.domain.payments.models import Account, AccountEntry, Payment
from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.sales.models import Sale, SaleLine, SaleTally
from polytill.domain.stock.models import CostLayer, StockLevel, StockMove
from polytill.domain.stored_value.models import Wallet, WalletEntry
from polytill.operations.checkout import Tender
from polytill.operations.close_register import close_register
from polytill.operations.open_register import open_register
from polytill.project.cli import main
from polytill.reports.verify import faults
from tests.selling import cash, line, sell
from tests.shop import Shop

pytestmark = pytest.mark.django_db


class Books:
    """AS0001 at the till, AS0002 into a money account, AS0003 deleted, AS0004 at the till and partly returned."""

    def __init__(self, shop: Shop) -> None:
        self.shop, actor = shop, shop.actor()
        stamp = {"created_at": shop.now, "updated_at": shop.now}
        self.account = Account.objects.create(business=shop.business, name="Bank", **stamp).pk
        open_register(actor=actor, location_id=shop.location.pk, float_amount=D(50), now=shop.now)
        self.first = sell(shop, line(shop.jeans_28, "2"), line(shop.water, "4"), is_direct=False, tenders=cash("159"))
        banked = (Tender(D("1.25"), "card", account_id=self.account),)
        self.second = sell(shop, line(shop.water), tenders=banked)
        deleted = sell(shop, line(shop.water, "120"), tenders=cash("150"))
        self.fourth = sell(shop, line(shop.jeans_30, "3"), is_direct=False, tenders=cash("231"))
        assert shop.client().delete(f"/sells/{deleted.id}").status_code == 200
        self.deleted = deleted.id
        sold = SaleLine.objects.get(sale_id=self.fourth.id)
        back = {"transaction_id": self.fourth.id, "returns": [{"sell_line_id": sold.pk, "quantity": 1}]}
        assert shop.client().post("/sell-returns", back).status_code == 201
        self.shift = close_register(actor=actor, closing_amount=D(440), now=shop.now).id
        self.wallet = Wallet.objects.create(
            business=shop.business, kind="gift_card", card_number="4711", balance=D(25), **stamp
        )
        self.entry = WalletEntry.objects.create(
            business=shop.business, wallet=self.wallet, amount=D(25), balance=D(25), reason="deposit", at=shop.now
        )
        self.series = NumberSeries.objects.get(business=shop.business, kind="sale").pk
        self.payments = NumberSeries.objects.get(business=shop.business, kind="payment").pk
        self.level = StockLevel.objects.get(location=shop.location, variation=shop.water)
        self.layer = CostLayer.objects.filter(variation=shop.jeans_28).get()


@pytest.fixture
def books(shop: Shop) -> Books:
    return Books(shop)


def test_sound_books_have_no_fault(books: Books) -> None:
    assert list(faults()) == []


def water(b: Books) -> str:
    return f"variation {b.shop.water.pk} (unit {b.shop.pieces.pk}) at location {b.shop.location.pk}"


def last_move(b: Books) -> StockMove:
    found = StockMove.objects.filter(variation=b.shop.water, location=b.shop.location).order_by("id").last()
    assert found is not None
    return found


Damage = tuple[str, Callable[[Books], Any], Callable[[Books], str]]
STOCK: list[Damage] = [
    (
        "a level",
        lambda b: StockLevel.objects.filter(pk=b.level.pk).update(quantity=F("quantity") + 5000),  # half a piece
        lambda b: f"stock: {water(b)} has 145.5, its moves say 145",
    ),
    (
        "a layer",
        lambda b: CostLayer.objects.filter(pk=b.layer.pk).update(remaining=F("remaining") + 10_000),
        lambda b: f"stock: layer {b.layer.pk} has 9 left, its moves say 8",
    ),
    (
        "goods without a layer",
        lambda b: StockMove.objects.filter(pk=last_move(b).pk).update(layer=None),
        lambda b: (
            f"stock: {water(b)} has 145, its layers and uncovered moves say 240"
        ),  # 95 of the first layer too much
    ),
    (
        "a balance",
        lambda b: StockMove.objects.filter(pk=last_move(b).pk).update(balance=D(9)),
        lambda b: f"stock: move {last_move(b).pk} of {water(b)} leaves 9, the moves up to it say 145",
    ),
    (
        "a move that is gone",
        lambda b: StockMove.objects.filter(source_kind="sale", source_id=b.second.id).delete(),
        lambda b: f"stock: {water(b)} has 145, its moves say 146",
    ),
]
MONEY: list[Damage] = [
    (
        "a wallet",
        lambda b: Wallet.objects.filter(pk=b.wallet.pk).update(balance=D(30)),
        lambda b: f"stored value: wallet {b.wallet.pk} holds 30, its entries say 25",
    ),
    (
        "a wallet's entry",
        lambda b: WalletEntry.objects.filter(pk=b.entry.pk).update(balance=D(26)),
        lambda b: f"stored value: entry {b.entry.pk} of wallet {b.wallet.pk} leaves 26, the entries up to it say 25",
    ),
    (
        "an account",
        lambda b: Account.objects.filter(pk=b.account).update(balance=D(0)),
        lambda b: f"accounts: account {b.account} holds 0, its entries say 1.25",
    ),
    (
        "an account's entry",
        lambda b: AccountEntry.objects.update(balance=D(2)),
        lambda b: (
            f"accounts: entry {AccountEntry.objects.get().pk} of account {b.account} leaves 2, "
            f"the entries up to it say 1.25"
        ),
    ),
    (
        "a payment",
        lambda b: Payment.objects.filter(sale_id=b.first.id).update(amount=D(160)),
        lambda b: f"sales: sale {b.first.id} counts 159 as paid, its payments say 160",
    ),
    (
        "a voided payment that counts again",
        lambda b: Payment.objects.filter(sale_id=b.deleted).update(voided_at=None),
        lambda b: f"sales: sale {b.deleted} counts 0 as paid, its payments say 150",
    ),
    (
        "a state of payment",
        lambda b: Sale.objects.filter(pk=b.first.id).update(payment_status="due"),
        lambda b: f"sales: sale {b.first.id} is called due, 159 of 159 is paid",
    ),
    (
        "a line in the drawer",
        lambda b: CashMovement.objects.filter(source_id=b.first.id).update(amount=D(100)),
        lambda b: (
            f"registers: the drawer took 100 for payment {Payment.objects.get(sale_id=b.first.id).pk}, "
            f"the payment says 159"
        ),
    ),
    (
        "a sale that never reached the drawer",
        lambda b: CashMovement.objects.filter(source_id=b.first.id).delete(),
        lambda b: (
            f"registers: payment {Payment.objects.get(sale_id=b.first.id).pk} of sale {b.first.id} "
            f"is missing from shift {b.shift}"
        ),
    ),
    (
        "what a drawer should have held",
        lambda b: Shift.objects.filter(pk=b.shift).update(expected_cash=D(400)),
        lambda b: f"registers: shift {b.shift} was closed with 400 expected, its cash lines say 440",
    ),
]
DOCUMENTS: list[Damage] = [
    (
        "lines that are not the total",
        lambda b: SaleLine.objects.filter(sale_id=b.second.id).update(net=D(2), gross=D(2)),
        lambda b: f"sales: sale {b.second.id} has 1.25 as total_before_tax, its lines say 2",
    ),
    (
        "tax of the lines",
        lambda b: Sale.objects.filter(pk=b.first.id).update(line_tax_total=D(1)),
        lambda b: f"sales: sale {b.first.id} has 1 as line_tax_total, its lines say 14",
    ),
    (
        "a total",
        lambda b: Sale.objects.filter(pk=b.second.id).update(total=D(1), paid=D(1)),
        lambda b: f"sales: sale {b.second.id} has 1 as total, its parts say 1.25",
    ),
    (
        "what came back",
        lambda b: SaleLine.objects.filter(sale_id=b.fourth.id).update(quantity_returned=D(2)),
        lambda b: f"sales: line {SaleLine.objects.get(sale_id=b.fourth.id).pk} took 2 back, its returns say 1",
    ),
    (
        "more back than sold",
        lambda b: SaleLine.objects.filter(sale_id=b.fourth.id).update(quantity_returned=D(4)),
        lambda b: (
            f"sales: line {SaleLine.objects.get(sale_id=b.fourth.id).pk} of sale {b.fourth.id} sold 3 and took 4 back"
        ),
    ),
    (
        "a sale behind the journal's back",
        lambda b: Sale.objects.filter(pk=b.second.id).update(series_id=b.payments),
        lambda b: f"journal: sale {b.second.id} (AS0002) is final and stands in no chain",
    ),
    (
        "a sale under another number",
        lambda b: Sale.objects.filter(pk=b.second.id).update(number="AS0009"),
        lambda b: f"journal: sale {b.second.id} is AS0009 of 1.25, it was journalled as AS0002 of 1.25",
    ),
]
NUMBERS: list[Damage] = [
    (
        "a number that was skipped",
        lambda b: NumberSeries.objects.filter(pk=b.series).update(next_number=7),
        lambda b: f"numbers: series {b.series} (sale) lacks 5 and 1 more",
    ),
    (
        "a number in the middle",
        lambda b: Sale.objects.filter(pk=b.second.id).update(number="AS0009"),
        lambda b: f"numbers: series {b.series} (sale) lacks 2 and 4 more",
    ),
    (
        "a number that was never given",
        lambda b: Sale.objects.filter(pk=b.second.id).update(number="AS0009"),
        lambda b: f"numbers: series {b.series} (sale) is at 5, a document bears 9",
    ),
    (
        "a payment's number twice",
        lambda b: Payment.objects.filter(sale_id=b.first.id).update(number="SP2026/0002"),
        lambda b: f"numbers: series {b.payments} (payment) gave 2 of 2026 twice",
    ),
    (
        "a document that is gone, under another template",
        lambda b: NumberSeries.objects.filter(pk=b.series).update(prefix="NEW", next_number=9),
        lambda b: f"numbers: series {b.series} (sale) gave 8 numbers, 4 documents bear one",
    ),
]
CHAINS: list[Damage] = [
    (
        "a document of the chain",
        lambda b: Fact.objects.filter(chain_id=b.series, chain_seq=2).update(payload='{"number":20}'),
        lambda b: f"chain: series {b.series} (sale) was changed at document 2",
    ),
    (
        "a document dropped",
        lambda b: Fact.objects.filter(chain_id=b.series, chain_seq=2).delete(),
        lambda b: f"chain: series {b.series} (sale) lacks document 2",
    ),
    (
        "the last document dropped",
        lambda b: Fact.objects.filter(chain_id=b.series, chain_seq=5).delete(),
        lambda b: f"chain: series {b.series} (sale) ends at document 4, its head says 5",
    ),
    (
        "a link",
        lambda b: Fact.objects.filter(chain_id=b.series, chain_seq=3).update(prev_hash="f" * 64),
        lambda b: f"chain: series {b.series} (sale) does not continue at document 3",
    ),
]
ALL = [*STOCK, *MONEY, *DOCUMENTS, *NUMBERS, *CHAINS]


@pytest.mark.parametrize(("damage", "told"), [d[1:] for d in ALL], ids=[d[0] for d in ALL])
def test_it_tells(damage: Callable[[Books], Any], told: Callable[[Books], str], books: Books) -> None:
    damage(books)

    found = list(faults())

    assert told(books) in found
    assert list(faults(business_id=books.shop.business.pk)) == found
    assert list(faults(business_id=books.shop.other.business.pk)) == []


def test_a_return_that_was_numbered_by_hand_is_no_gap(books: Books) -> None:
    sold = SaleLine.objects.get(sale_id=books.second.id)
    back = {
        "transaction_id": books.second.id,
        "invoice_no": "CN2026/0077",
        "returns": [{"sell_line_id": sold.pk, "quantity": 1}],
    }
    assert books.shop.client().post("/sell-returns", back).status_code == 201

    assert list(faults()) == []


def test_the_command_prints_a_line_for_each_fault(books: Books, capsys: pytest.CaptureFixture[str]) -> None:
    Wallet.objects.filter(pk=books.wallet.pk).update(balance=D(30))

    assert main(["verify"]) == 1
    assert capsys.readouterr().out == f"stored value: wallet {books.wallet.pk} holds 30, its entries say 25\n"


def test_the_command_is_content(books: Books, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    assert capsys.readouterr().out == "The books add up: 5 sales, 4 payments, 23 stock moves, 7 documents in chains.\n"


def test_a_count_of_the_lists_that_is_off(books: Books) -> None:
    one = SaleTally.objects.filter(period="a", business=books.shop.business).order_by("id").first()
    assert one is not None
    SaleTally.objects.filter(pk=one.pk).update(count=F("count") + 1)

    told = f"lists: business {books.shop.business.pk} has {one.count} sales of a kind, its lists count {one.count + 1}"
    assert list(faults()) == [told]
