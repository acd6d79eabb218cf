"""Goods of a sale come back. A sale has one return; a second call changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from polytill.domain.business.selectors import place_for
from polytill.domain.outbox.services import NewFact
from polytill.domain.payments.models import Payment
from polytill.domain.payments.of_sale import paid_for
from polytill.domain.payments.services import enter_payments
from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.domain.registers.selectors import lock_open_shift
from polytill.domain.registers.services import enter_movements
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.returning import set_returned
from polytill.domain.sales.rewriting import replace_lines, rewrite_sale
from polytill.domain.sales.selectors import Where, visible_id
from polytill.domain.sales.selectors.documents import document_lines, lock_document
from polytill.domain.sales.selectors.returns import RETURNS, is_number_taken, lock_return_of
from polytill.domain.sales.services import enter_sales
from polytill.domain.sales.states import State, state_of
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.kernel.money import EXACT, ZERO, fine, plain
from polytill.operations.steps import books, return_rows
from polytill.operations.steps.cart import Tender
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.journal import journal, take
from polytill.operations.steps.money_moves import move_money
from polytill.operations.steps.numbering import series_for
from polytill.operations.steps.return_goods import move_goods, with_components
from polytill.operations.steps.settle import check_kind, status_of

GATE = Gate(permissions=RETURNS, demo_refused=True, subscription=True)


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """quantity: all that has come back of the line, in the line's unit; not what comes in addition."""

    line_id: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Return:
    """Lines that are not named stay as they were. Discount and tax that are not given are the sale's own.

    refunds: paid out at the till, from the actor's open drawer. client_uuid: a repeat under it answers as before.
    """

    sale_id: int
    lines: tuple[ReturnedLine, ...]
    discount_kind: str | None = None
    discount_value: Decimal | None = None
    tax_id: int | None = None
    number: str | None = None
    at: datetime | None = None
    refunds: tuple[Tender, ...] = ()
    client_uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    id: int
    number: str
    sale_id: int
    total: Decimal
    payment_status: str


def upsert_return(*, command: Return, within: Where, actor: Actor, now: datetime) -> Returned:
    """within: the sales of which the actor may take goods back; another one is not found."""
    GATE.admit(actor, now)

    def work() -> Returned:
        sale = lock_document(visible_id(command.sale_id, within, actor), actor)
        if state_of(sale) is State.HELD:
            raise rule("sale.held", "A held sale has no return. Finalize or delete it.")
        before = lock_return_of(sale["id"], actor)
        if before and command.client_uuid and before["details"].get("last_uuid") == str(command.client_uuid):
            return _returned(before)
        return _enter(command, sale, before, actor, now)

    return durable(work)


def _enter(command: Return, sale: Row, before: Row | None, actor: Actor, now: datetime) -> Returned:
    shift_id = lock_open_shift(actor.user_id, actor).id if command.refunds else None
    lines = document_lines(sale["id"], actor)
    returned = _quantities(command, lines, is_new=before is None)
    discount, tax_id = _discount(command, sale), command.tax_id or sale["tax_id"]
    sold = [x for x in lines if x["child_kind"] != "combo" and returned.get(x["id"], ZERO) > 0]
    is_stated = command.discount_value is not None
    sums = return_rows.sums_of(sale, sold, returned, discount, tax_id, discount_is_stated=is_stated, actor=actor)
    return_id, line_ids, payment_ids = _ids(before, len(sold), len(command.refunds))
    move_goods(sale_id=sale["id"], return_id=return_id, lines=lines, returned=returned, actor=actor, now=now)
    row, numbers, heads = _row(command, sale, before, return_id, actor, now)
    row |= return_rows.money_fields(sums, discount, tax_id)
    payments = _refunds(command, row, payment_ids, numbers, actor, now)
    row["paid"] = _paid(before, payments, actor)
    row["payment_status"] = status_of(row["total"], row["paid"])
    rows = return_rows.line_rows(return_id, sold, sums, line_ids, actor=actor)
    _write(row, before, rows, payments, shift_id, actor, now)
    changed = {x["id"]: returned[x["id"]] for x in lines if returned.get(x["id"]) not in (None, x["quantity_returned"])}
    set_returned(quantities=changed, actor=actor)
    _journal(row, sale, rows, payments, heads, actor, now)
    return _returned(row)


def _quantities(command: Return, lines: Sequence[Row], *, is_new: bool) -> dict[int, Decimal]:
    """Per line of the sale what has come back in the end; refused above what was sold."""
    known = {line["id"]: line for line in lines if line["child_kind"] != "combo"}
    found = {line_id: line["quantity_returned"] for line_id, line in known.items()}
    named: set[int] = set()
    for position, asked in enumerate(command.lines):
        line = known.get(asked.line_id)
        if line is None:
            raise invalid({f"returns.{position}.sell_line_id": ["The line does not belong to the sale."]})
        if asked.line_id in named:
            raise invalid({f"returns.{position}.sell_line_id": ["The line is named twice."]})
        named.add(asked.line_id)
        if not asked.quantity.is_finite() or asked.quantity < 0:
            raise invalid({f"returns.{position}.quantity": ["The quantity must be at least 0."]})
        if fine(asked.quantity) > line["quantity"]:
            sold = f"Only {plain(line['quantity'])} of {line['label']} were sold."
            raise rule("return.above_sold", sold, field=f"returns.{position}.quantity")
        found[asked.line_id] = fine(asked.quantity)
    if is_new and not any(found.values()):
        raise rule("return.nothing", "Nothing comes back: all quantities are zero.")
    return with_components(lines, found)


def _discount(command: Return, sale: Row) -> Discount | None:
    kind = command.discount_kind or sale["discount_type"] or "fixed"
    value = sale["discount_value"] if command.discount_value is None else command.discount_value
    return Discount(DiscountKind(kind), fine(value)) if value else None


def _ids(before: Row | None, lines: int, payments: int) -> tuple[int, list[int], list[int]]:
    taken = take_ids({Sale: 0 if before else 1, SaleLine: lines, Payment: payments})
    return_id = before["id"] if before else taken[Sale][0]
    return return_id, taken.get(SaleLine, []), taken.get(Payment, [])


def _row(
    command: Return, sale: Row, before: Row | None, return_id: int, actor: Actor, now: datetime
) -> tuple[Row, list[str], dict[int, tuple[int, str]]]:
    """The return's row without its money, the numbers of its refunds and the locked chains."""
    series = series_for("sell_return", sale["location_id"], actor)
    payer = series_for("payment", sale["location_id"], actor)
    needs_number = before is None and command.number is None
    number = command.number if before is None else before["number"]
    if command.number is not None and before is None and is_number_taken("sell_return", command.number, actor):
        raise invalid({"invoice_no": ["The invoice no has already been taken."]})
    if command.number not in (None, number):
        raise invalid({"invoice_no": ["The number of a return stays as it is."]})
    wanted = {series: int(needs_number)} | ({payer: len(command.refunds)} if command.refunds else {})
    taken = take(wanted, actor=actor, now=now)
    while needs_number and (number is None or is_number_taken("sell_return", number, actor)):
        # A number that somebody has chosen himself stands in the series already.
        number = (take({series: 1}, actor=actor, now=now) if number else taken).numbers[series][0]
    row = dict(before or return_rows.new_row(sale, return_id, number or "", series.id, actor=actor, now=now))
    row["at"] = command.at or (before["at"] if before else now)
    row["version"] += 1
    if command.client_uuid:
        row["details"] = {**row["details"], "last_uuid": str(command.client_uuid)}
    return row, taken.numbers.get(payer, []), dict(taken.heads)


def _refunds(command: Return, row: Row, ids: list[int], numbers: list[str], actor: Actor, now: datetime) -> list[Row]:
    if not command.refunds:
        return []
    place = place_for(actor, row["location_id"])
    for tender in command.refunds:
        check_kind(tender, place)
    return books.payment_rows(
        command.refunds,
        ids,
        numbers,
        sale_id=row["id"],
        contact_id=row["contact_id"],
        default_accounts=place.methods,
        actor=actor,
        now=now,
    )


def _paid(before: Row | None, payments: Sequence[Row], actor: Actor) -> Decimal:
    earlier = paid_for(before["id"], actor) if before else ZERO
    return EXACT.add(earlier, sum((p["amount"] for p in payments), ZERO))


def _write(
    row: Row, before: Row | None, lines: list[Row], payments: list[Row], shift_id: int | None, actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    if before is None:
        enter_sales(sales=[row], lines=lines)
    else:
        fields = {name: value for name, value in row.items() if before[name] != value and name != "version"}
        rewrite_sale(sale_id=row["id"], fields=fields, actor=actor, now=now)
        replace_lines(sale_id=row["id"], lines=lines, actor=actor)
    enter_payments(rows=payments)
    movements = books.movement_rows(payments, shift_id, "refund", now=now)
    enter_movements(rows=[{**movement, "type": "debit"} for movement in movements])
    move_money(payments, row, actor=actor, now=now)


def _journal(
    row: Row, sale: Row, lines: list[Row], payments: list[Row], heads: dict[int, tuple[int, str]], actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    payload = {**books.sale_payload(row, lines, payments), "return_of": sale["number"], "version": row["version"]}
    fact = NewFact("sale.returned", "sale", row["id"], payload, chain_id=row["series_id"])
    journal([fact], heads, actor=actor, now=now)


def _returned(row: Row) -> Returned:
    return Returned(row["id"], row["number"], row["return_of_id"], row["total"], row["payment_status"])
