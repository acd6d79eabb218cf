from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.sales.models import SaleLine
from polytill.domain.sales.rewriting import replace_lines, rewrite_sale
from polytill.domain.sales.selectors.documents import document_lines
from polytill.domain.sales.states import State, need_transition
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import EXACT, ZERO, fine
from polytill.operations.steps import books
from polytill.operations.steps.cart import CheckedOut, Checkout, CheckoutLine, Modifier
from polytill.operations.steps.counter import gather
from polytill.operations.steps.drafts import lock_draft
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.held import KEPT
from polytill.operations.steps.references import check_references
from polytill.operations.steps.ring_up import RungUp, ring_up

GATE = Gate(
    permissions=("draft.update", "quotation.update"), modules=("add_sale",), demo_refused=True, subscription=True
)
# Whether it was made at a till, and what it has been paid, is no matter of its contents.
UNTOUCHED = (*KEPT, "is_direct", "shift_id", "paid", "payment_status", "invoice_token")


def update_draft(
    *, draft_id: int, changed: Checkout, kept_lines: Sequence[int | None], kind: str | None, actor: Actor, now: datetime
) -> CheckedOut:
    """The draft with other contents; its id and number stay.

    kept_lines: for each line the stored line whose place it takes, under the same id; the others are new, and stored
    lines that are not named go. kind: standard, quotation or proforma; None keeps the stored one.
    """
    GATE.admit(actor, now)

    def work() -> CheckedOut:
        draft = lock_draft(draft_id, "update", actor=actor, now=now)
        sub_status = draft["sub_status"] if kind is None else None if kind == "standard" else kind
        need_transition(draft, State(sub_status or "draft"))
        stored = document_lines(draft_id, actor)
        lines = _with_what_is_kept(changed.lines, kept_lines, stored)
        # A draft needs no open register, wherever it was made.
        command = replace(changed, lines=lines, status="draft", sub_status=sub_status, is_direct=True)
        row = _write(draft, command, kept_lines, actor, now)
        payload = {"number": row["number"], "kind": sub_status, "total": row["total"], "version": draft["version"] + 1}
        record(facts=[NewFact("sale.drafted", "sale", draft_id, payload)], actor=actor, now=now)
        return books.checked_out(row)

    return durable(work)


def _write(draft: Row, command: Checkout, kept: Sequence[int | None], actor: Actor, now: datetime) -> Row:
    counter = gather([command], actor)
    rung = ring_up(0, command, counter)
    check_references(command, counter)
    ids = _ids(rung, kept)
    day = books.command_day(command, counter.shop.tz)
    number, series_id = draft["number"], draft["series_id"]
    row = books.sale_row(rung, draft["id"], number, series_id, (), ZERO, actor=actor, now=now, day=day)
    row["details"] = {**draft["details"], **row["details"]}
    fields = {name: value for name, value in row.items() if name not in UNTOUCHED}
    replace_lines(sale_id=draft["id"], lines=books.line_rows(rung, draft["id"], ids, actor=actor), actor=actor)
    rewrite_sale(sale_id=draft["id"], fields=fields, actor=actor, now=now)
    return {**draft, **fields}


def _ids(rung: RungUp, kept: Sequence[int | None]) -> list[int]:
    """Lines of their own come in the order of the command; what hangs on them is always new."""
    wanted = iter(kept)
    named = [next(wanted) if item.parent is None else None for item in rung.items]
    fresh = iter(take_ids({SaleLine: named.count(None)}).get(SaleLine, []))
    return [next(fresh) if line_id is None else line_id for line_id in named]


def _with_what_is_kept(
    lines: Sequence[CheckoutLine], kept: Sequence[int | None], stored: Sequence[Row]
) -> tuple[CheckoutLine, ...]:
    """What the door's line does not speak of stays as stored: unit, note, lot, waiter, modifiers."""
    own = {row["id"]: row for row in stored if row["parent_id"] is None}
    extras: dict[int, list[Row]] = {}
    for row in stored:
        if row["child_kind"] == "modifier":
            extras.setdefault(row["parent_id"], []).append(row)
    wrong = {
        f"lines.{i}.line_id": ["The selected line is not one of this draft."]
        for i, line_id in enumerate(kept)
        if line_id is not None and (line_id not in own or line_id in kept[:i])
    }
    if wrong:
        raise invalid(wrong)
    return tuple(
        line if line_id is None else _kept(line, own[line_id], extras.get(line_id, []))
        for line, line_id in zip(lines, kept, strict=True)
    )


def _kept(line: CheckoutLine, row: Row, extras: Sequence[Row]) -> CheckoutLine:
    if line.variation_id != row["variation_id"]:
        return line
    return replace(
        line,
        unit_id=row["unit_id"],
        note=row["note"],
        layer_id=row["layer_id"],
        staff_id=row["service_staff_id"],
        details=row["details"],
        modifiers=tuple(_modifier(extra, row) for extra in extras),
    )


def _modifier(extra: Mapping[str, object], row: Row) -> Modifier:
    per_piece = fine(EXACT.divide(extra["quantity"], row["quantity"]))  # type: ignore[arg-type]
    return Modifier(extra["variation_id"], per_piece, extra["unit_price_inc_tax"])  # type: ignore[arg-type]
