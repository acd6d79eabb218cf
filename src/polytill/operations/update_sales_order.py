from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.sales.order_lines import rewrite_order_lines
from polytill.domain.sales.rewriting import rewrite_sale
from polytill.domain.sales.selectors import Where, open_order_lines, visible_id
from polytill.domain.sales.selectors.documents import document_lines, lock_document
from polytill.domain.sales.selectors.orders import has_returned_sales
from polytill.domain.storage.durable import durable
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.kernel.money import ZERO, plain
from polytill.operations.steps import books
from polytill.operations.steps.cart import Checkout
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.held import KEPT
from polytill.operations.steps.kept_lines import line_ids, with_what_is_kept
from polytill.operations.steps.order_paper import order_row, price_order
from polytill.operations.steps.voiding import refuse_with_returns
from polytill.operations.steps.window import need_edit_window

GATE = Gate(permissions=("so.update",), modules=("enable_sales_order",), demo_refused=True, subscription=True)
# How far it has been fulfilled is no matter of its contents.
UNTOUCHED = (*KEPT, "status", "payment_status", "paid", "client_uuid", "invoice_token")


@dataclass(frozen=True, slots=True)
class Rewritten:
    id: int
    number: str


def update_sales_order(
    *,
    order_id: int,
    changed: Checkout,
    kept_lines: Sequence[int | None],
    number: str | None,
    within: Where,
    actor: Actor,
    now: datetime,
) -> Rewritten:
    """The order with other contents; its id and its state stay, and its number where none is given.

    kept_lines: for each line the stored line whose place it takes; stored lines that are not named go.
    """
    GATE.admit(actor, now)

    def work() -> Rewritten:
        order = lock_document(visible_id(order_id, within, actor), actor)
        need_edit_window(order, actor=actor, now=now)
        # Sales that fulfil the order take its lines' rows as well: what they have invoiced is read behind them.
        open_order_lines([order_id], actor)
        stored = document_lines(order_id, actor)
        _refuse_with_returns(order, stored, actor)
        lines = with_what_is_kept(changed.lines, kept_lines, stored, "order")
        rows, row = _rows(order, replace(changed, lines=lines), kept_lines, number, actor, now)
        _keep_what_is_invoiced(rows, stored)
        rewrite_order_lines(order_id=order_id, lines=rows, stored=[line["id"] for line in stored], actor=actor)
        fields = {name: value for name, value in row.items() if name == "number" or name not in UNTOUCHED}
        rewrite_sale(sale_id=order_id, fields=fields, actor=actor, now=now)
        payload = {"number": row["number"], "total": row["total"], "version": order["version"] + 1}
        record(facts=[NewFact("order.changed", "sale", order_id, payload)], actor=actor, now=now)
        return Rewritten(order_id, row["number"])

    return durable(work)


def _refuse_with_returns(order: Row, stored: Sequence[Row], actor: Actor) -> None:
    refuse_with_returns(order, actor)
    if has_returned_sales([line["id"] for line in stored], actor):
        raise rule("order.has_returns", "Goods of this order have come back. It cannot be changed any more.")


def _rows(
    order: Row, command: Checkout, kept: Sequence[int | None], number: str | None, actor: Actor, now: datetime
) -> tuple[list[Row], Row]:
    rung, counter = price_order(command, actor)
    own = number or order["number"]
    row = order_row(rung, counter, order["id"], own, order["series_id"], actor=actor, now=now)
    row["details"] = {**order["details"], **row["details"]}
    return books.line_rows(rung, order["id"], line_ids(rung, kept), actor=actor), row


def _keep_what_is_invoiced(rows: Sequence[Row], stored: Sequence[Row]) -> None:
    """A line goes on with what has been invoiced of it; less than that cannot be ordered any more."""
    by_id = {row["id"]: row for row in rows}
    for line in stored:
        invoiced, row = line["quantity_invoiced"], by_id.get(line["id"])
        is_same = row is not None and row["variation_id"] == line["variation_id"]
        if invoiced > (row["quantity"] if row is not None and is_same else ZERO):
            raise rule(
                "order.already_invoiced",
                f"{plain(invoiced)} of {line['label']} have been invoiced and stay in the order.",
                line=line["id"],
            )
        if row is not None:
            row["quantity_invoiced"] = invoiced
