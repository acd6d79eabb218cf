from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.sales.rewriting import replace_lines, rewrite_sale
from polytill.domain.sales.selectors.documents import document_lines
from polytill.domain.sales.states import State, need_transition
from polytill.domain.storage.durable import durable
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO
from polytill.operations.steps import books
from polytill.operations.steps.cart import CheckedOut, Checkout
from polytill.operations.steps.counter import gather
from polytill.operations.steps.drafts import lock_draft
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.held import KEPT
from polytill.operations.steps.kept_lines import line_ids, with_what_is_kept
from polytill.operations.steps.references import check_references
from polytill.operations.steps.ring_up import ring_up

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
        lines = with_what_is_kept(changed.lines, kept_lines, stored, "draft")
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
    ids = line_ids(rung, kept)
    day = books.command_day(command, counter.shop.tz)
    number, series_id = draft["number"], draft["series_id"]
    row = books.sale_row(rung, draft["id"], number, series_id, (), ZERO, actor=actor, now=now, day=day)
    row["details"] = {**draft["details"], **row["details"]}
    fields = {name: value for name, value in row.items() if name not in UNTOUCHED}
    replace_lines(sale_id=draft["id"], lines=books.line_rows(rung, draft["id"], ids, actor=actor), actor=actor)
    rewrite_sale(sale_id=draft["id"], fields=fields, actor=actor, now=now)
    return {**draft, **fields}
