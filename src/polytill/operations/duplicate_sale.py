from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from polytill.domain.outbox.services import NewFact
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.selectors import Where, visible_id
from polytill.domain.sales.selectors.documents import document_lines, lock_document
from polytill.domain.sales.services import enter_sales
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO
from polytill.operations.steps import books
from polytill.operations.steps.cart import CheckedOut
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.journal import journal, take
from polytill.operations.steps.numbering import series_for

GATE = Gate(permissions=("sell.create",), demo_refused=True, subscription=True)
# A copy has paid for nothing, fulfils nothing, stands in no drawer and has no link of its own yet.
UNSET: Row = {
    "status": "draft",
    "sub_status": None,
    "is_suspended": False,
    "is_credit": False,
    "payment_status": None,
    "paid": ZERO,
    "points_earned": ZERO,
    "client_uuid": None,
    "shift_id": None,
    "due_on": None,
    "order_ids": [],
    "return_of_id": None,
    "invoice_token": None,
    "version": 1,
    "voided_at": None,
}
UNSET_LINE: Row = {
    "quantity_returned": ZERO,
    "quantity_invoiced": ZERO,
    "layer_id": None,
    "order_line_id": None,
    "return_of_id": None,
    "kitchen_status": None,
}


def duplicate_sale(*, sale_id: int, within: Where, actor: Actor, now: datetime) -> CheckedOut:
    """A draft like the sale, dated now, at the sale's prices. within: the sales that the actor sees."""
    GATE.admit(actor, now)

    def work() -> CheckedOut:
        source = lock_document(visible_id(sale_id, within, actor), actor)
        new_id = take_ids({Sale: 1})[Sale][0]
        lines = _lines(document_lines(sale_id, actor), new_id)
        series = series_for("draft", source["location_id"], actor)
        taken = take({series: 1}, actor=actor, now=now)
        sale = {**_header(source, actor, now), "id": new_id, "number": taken.numbers[series][0], "series_id": series.id}
        enter_sales(sales=[sale], lines=lines)
        payload = {"number": sale["number"], "copy_of": sale_id, "total": sale["total"]}
        journal([NewFact("sale.drafted", "sale", new_id, payload)], taken.heads, actor=actor, now=now)
        return books.checked_out(sale)

    return durable(work)


def _header(source: Row, actor: Actor, now: datetime) -> Row:
    details: dict[str, Any] = {k: v for k, v in source["details"].items() if k != "settled_uuid"}
    own = {"door": actor.door, "at": now, "created_by_id": actor.user_id or None, "created_at": now, "updated_at": now}
    return {**source, **UNSET, **own, "details": details}


def _lines(source: Sequence[Row], sale_id: int) -> list[Row]:
    ids = dict(zip([row["id"] for row in source], take_ids({SaleLine: len(source)})[SaleLine], strict=True))
    return [
        {
            **row,
            **UNSET_LINE,
            "id": ids[row["id"]],
            "sale_id": sale_id,
            "parent_id": ids.get(row["parent_id"]),
            "details": {k: v for k, v in (row["details"] or {}).items() if k != "fulfils"} or None,
        }
        for row in source
    ]
