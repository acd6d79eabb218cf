"""The sales of a day as rows of every ledger, and what the ledgers' heads say at the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import orjson

from polytill.domain.business.models import NumberSeries
from polytill.domain.business.selectors import series_of
from polytill.domain.outbox.models import Fact
from polytill.domain.outbox.services import canonical, chain_hash
from polytill.domain.payments.models import Account, AccountEntry, Payment
from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.stock.models import StockMove
from polytill.project.demo.bulk.bare import last_id
from polytill.project.demo.bulk.goods import Sku
from polytill.project.demo.bulk.table import Table, instant, null, text
from polytill.project.demo.bulk.trade import FINE, SECONDS_OPEN, TILLS, Day, Numbers, Shelf, Sold
from polytill.project.demo.world import World

FLOAT = 100 * FINE
FILLED = (Sale, SaleLine, Payment, StockMove, Fact, CashMovement, AccountEntry, Shift)
NUMBERED = (Sale, SaleLine, Payment, Shift)


def fine_text(value: int) -> str:
    """Ten-thousandths in the shortest digits, as the journal writes them."""
    whole, rest = divmod(value, FINE)
    return f"{whole}.{rest:04}".rstrip("0") if rest else str(whole)


class Chain:
    def __init__(self, row: NumberSeries) -> None:
        self.row, self.seq, self.head = row, row.chain_seq, row.chain_hash
        self.numbers = Numbers(series_of(row), row.next_number, row.period, row.start)

    def keep(self) -> None:
        NumberSeries.objects.filter(pk=self.row.pk).update(
            next_number=self.numbers.next, period=self.numbers.period, chain_seq=self.seq, chain_hash=self.head
        )


class Books:
    def __init__(self, world: World, skus: Sequence[Sku], shelves: dict[str, Shelf]) -> None:
        self._world, self._skus = world, skus
        self._shelves = [shelves[code] for _, code in TILLS]
        self._users = [world.actors[name].user_id for name, _ in TILLS]
        rows = {(row.kind, row.location_id): row for row in NumberSeries.objects.of(world.business_id)}
        sales = {code: Chain(rows["sale", world.locations[code]]) for code in shelves}
        self._sales = [sales[code] for _, code in TILLS]
        self._payments, self._closings = Chain(rows["payment", None]), Chain(rows["register_close", None])
        self._chains = [*sales.values(), self._payments, self._closings]
        self._sale, self._line = last_id(Sale), last_id(SaleLine)
        self._payment, self._shift = last_id(Payment), last_id(Shift)
        self._accounts = {
            "cash": self._account("Cash Drawer"),
            "card": self._account("Card Clearing"),
        }
        self._labels = [_json(sku.label) for sku in skus]
        self._tables()

    def _account(self, name: str) -> list[int]:
        """[id, balance in ten-thousandths]"""
        row = Account.objects.get(pk=self._world.accounts[name])
        return [row.pk, int(row.balance * FINE)]

    def _tables(self) -> None:
        of = {"business_id": self._world.business_id}
        self._sale_rows = Table(
            Sale,
            ("id", "payment_status", "location_id", "contact_id", "number", "at", "total_before_tax", "line_tax_total",
             "total", "paid", "shift_id", "series_id", "created_by_id", "created_at", "updated_at"),
            status="final", is_direct=False, door="web", **of,
        )  # fmt: skip
        self._line_rows = Table(
            SaleLine,
            ("id", "sale_id", "position", "product_id", "variation_id", "label", "quantity",
             "unit_price_before_discount", "unit_price", "unit_tax", "unit_price_inc_tax", "tax_id", "net", "tax_total",
             "gross"),
            unit_id=self._world.units["Pieces"], **of,
        )  # fmt: skip
        self._move_rows = Table(
            StockMove,
            ("location_id", "variation_id", "layer_id", "quantity", "balance", "unit_cost", "source_id",
             "source_line_id", "created_by_id", "at"),
            unit_id=self._world.units["Pieces"], reason="sale", source_kind="sale", **of,
        )  # fmt: skip
        self._payment_rows = Table(
            Payment,
            ("id", "sale_id", "contact_id", "account_id", "method", "amount", "paid_at", "number", "created_by_id",
             "created_at", "updated_at"),
            **of,
        )  # fmt: skip
        self._entry_rows = Table(
            AccountEntry, ("account_id", "payment_id", "amount", "balance", "created_by_id", "at"), reason="sale", **of
        )
        self._movement_rows = Table(
            CashMovement,
            ("shift_id", "amount", "method", "kind", "source_id", "payment_id", "created_at", "updated_at"),
            type="credit", **of,
        )  # fmt: skip
        self._fact_rows = Table(
            Fact,
            ("kind", "subject_type", "subject_id", "actor_id", "at", "payload", "chain_id", "chain_seq", "prev_hash",
             "hash", "delivered_at"),
            door="web", **of,
        )  # fmt: skip
        self._shift_rows = Table(
            Shift,
            ("id", "location_id", "user_id", "number", "opened_at", "closed_at", "closed_by_id", "expected_cash",
             "closing_amount", "total_card_slips", "created_at", "updated_at"),
            status="close", **of,
        )  # fmt: skip

    def enter(self, day: Day) -> None:
        first_shift = self._shift + 1
        self._shift += len(TILLS)
        drawers, slips = [FLOAT] * len(TILLS), [0] * len(TILLS)
        opened = instant(day.opens - timedelta(minutes=10))
        for till in range(len(TILLS)):
            self._movement_rows.add((first_shift + till, FLOAT, "cash", "initial", null(), null(), opened, opened))
        for sold in day.sales:
            self._sell(sold, day, first_shift + sold.till)
            if sold.method == "cash":
                drawers[sold.till] += sold.paid
            elif sold.paid:
                slips[sold.till] += 1
        closed = day.opens + timedelta(seconds=SECONDS_OPEN + 900)
        for till in range(len(TILLS)):
            self._close(till, first_shift + till, day, closed, drawers[till], slips[till])
        for table in self._all():
            table.flush(only_full=True)

    def _sell(self, sold: Sold, day: Day, shift_id: int) -> None:
        self._sale += 1
        chain, user = self._sales[sold.till], self._users[sold.till]
        at, shelf = instant(sold.at), self._shelves[sold.till]
        number = chain.numbers.take(day.date)
        contact = sold.contact_id or self._world.contacts["Walk-In"]
        state = "paid" if sold.paid == sold.total else "partial" if sold.paid else "due"
        self._sale_rows.add(
            (self._sale, state, shelf.location_id, contact, number, at, sold.total, sold.line_tax, sold.total,
             sold.paid, shift_id, chain.row.pk, user, at, at)
        )  # fmt: skip
        lines = self._lines(sold, shelf, user, at)
        payments = self._pay(sold, contact, shift_id, user, at, day) if sold.paid else ""
        moment = sold.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        total = fine_text(sold.total)
        # The journal's canonical JSON, put together by hand: its keys stand in the order of the alphabet.
        payload = (
            f'{{"at":"{moment}","contact":{contact},"discount":"0","id":{self._sale},"line_tax":"{fine_text(sold.line_tax)}",'
            f'"lines":[{lines}],"location":{shelf.location_id},"number":"{number}","payments":[{payments}],"tax":"0",'
            f'"total":"{total}","total_before_tax":"{total}"}}'
        )
        self._journal(chain, "sale.finalized", "sale", self._sale, user, at, payload)

    def _lines(self, sold: Sold, shelf: Shelf, user: int, at: str) -> str:
        written = []
        for position, (place, pieces, left) in enumerate(sold.lines):
            self._line += 1
            sku = self._skus[place]
            net, tax = sku.net * pieces, sku.tax * pieces
            tax_id = null() if sku.tax_id is None else sku.tax_id
            self._line_rows.add(
                (self._line, self._sale, position, sku.product_id, sku.variation_id, sku.label, pieces * FINE, sku.net,
                 sku.net, sku.tax, sku.gross, tax_id, net, tax, net + tax)
            )  # fmt: skip
            self._move_rows.add(
                (shelf.location_id, sku.variation_id, shelf.first_layer + place, -pieces * FINE, left * FINE, sku.cost,
                 self._sale, self._line, user, at)
            )  # fmt: skip
            written.append(
                f'[{sku.variation_id},{self._labels[place]},"{pieces}","{fine_text(sku.gross)}","{fine_text(net)}",'
                f'"{fine_text(tax)}","{fine_text(net + tax)}"]'
            )
        return ",".join(written)

    def _pay(self, sold: Sold, contact: int, shift_id: int, user: int, at: str, day: Day) -> str:
        self._payment += 1
        number = self._payments.numbers.take(day.date)
        account = self._accounts[sold.method]
        account[1] += sold.paid
        self._payment_rows.add(
            (self._payment, self._sale, contact, account[0], sold.method, sold.paid, at, number, user, at, at)
        )
        self._entry_rows.add((account[0], self._payment, sold.paid, account[1], user, at))
        self._movement_rows.add((shift_id, sold.paid, sold.method, "sell", self._sale, self._payment, at, at))
        return f'["{number}","{sold.method}","{fine_text(sold.paid)}"]'

    def _close(self, till: int, shift_id: int, day: Day, closed: datetime, drawer: int, slips: int) -> None:
        user, location = self._users[till], self._shelves[till].location_id
        opens = day.opens - timedelta(minutes=10)
        at, opened = instant(closed), instant(opens)
        number = self._closings.numbers.take(day.date)
        self._shift_rows.add((shift_id, location, user, number, opened, at, user, drawer, drawer, slips, opened, at))
        payload = canonical(
            {"id": shift_id, "number": number, "user": user, "location": location, "opened_at": opens,
             "expected_cash": Decimal(drawer).scaleb(-4), "closing_amount": Decimal(drawer).scaleb(-4),
             "card_slips": slips, "cheques": 0}
        )  # fmt: skip
        self._journal(self._closings, "register.closed", "shift", shift_id, user, at, payload)

    def _journal(
        self, chain: Chain, kind: str, subject: str, subject_id: int, user: int, at: str, payload: str
    ) -> None:
        new = chain_hash(chain.head, payload)
        chain.seq += 1
        self._fact_rows.add(
            (kind, subject, subject_id, user, at, text(payload), chain.row.pk, chain.seq, chain.head, new, at)
        )
        chain.head = new

    def _all(self) -> tuple[Table, ...]:
        return (
            self._sale_rows, self._line_rows, self._move_rows, self._payment_rows, self._entry_rows,
            self._movement_rows, self._fact_rows, self._shift_rows,
        )  # fmt: skip

    def close(self) -> None:
        for table in self._all():
            table.flush()
        for chain in self._chains:
            chain.keep()
        for account_id, balance in self._accounts.values():
            Account.objects.filter(pk=account_id).update(balance=Decimal(balance).scaleb(-4))


def _json(label: str) -> str:
    return orjson.dumps(label).decode()
