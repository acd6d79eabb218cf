from __future__ import annotations

from datetime import datetime

from polytill.domain.outbox.services import NewFact
from polytill.domain.payments.of_sale import payments_of, void_payments
from polytill.domain.sales.returning import set_returned
from polytill.domain.sales.rewriting import rewrite_sale
from polytill.domain.sales.selectors import Where, visible_id
from polytill.domain.sales.selectors.documents import document_lines, lock_document
from polytill.domain.sales.selectors.returns import RETURNS, returned_sale_id
from polytill.domain.storage.durable import durable
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.journal import journal, series_of, take
from polytill.operations.steps.money_moves import move_money
from polytill.operations.steps.return_goods import move_goods
from polytill.operations.steps.settle import status_of
from polytill.operations.steps.voiding import clear_drawer

GATE = Gate(permissions=RETURNS, demo_refused=True, subscription=True)


def delete_return(*, return_id: int, within: Where, actor: Actor, now: datetime) -> None:
    """The goods are out again, the refunds are undone, the sale stands as if nothing had come back.

    within: the returns that the actor sees. Refused where what came back has been sold again.
    """
    GATE.admit(actor, now)

    def work() -> None:
        sale = lock_document(returned_sale_id(visible_id(return_id, within, actor), actor), actor)
        row = lock_document(return_id, actor)
        _take_goods_again(sale["id"], return_id, actor, now)
        _void(row, actor, now)

    durable(work)


def _take_goods_again(sale_id: int, return_id: int, actor: Actor, now: datetime) -> None:
    lines = document_lines(sale_id, actor)
    none = {line["id"]: ZERO for line in lines if line["quantity_returned"]}
    move_goods(sale_id=sale_id, return_id=return_id, lines=lines, returned=none, actor=actor, now=now)
    set_returned(quantities=none, actor=actor)


def _void(row: Row, actor: Actor, now: datetime) -> None:
    heads = take({series_of(row, actor): 0}, actor=actor, now=now).heads
    payments = payments_of(row["id"], actor)
    void_payments(ids=[p["id"] for p in payments], actor=actor, now=now)
    clear_drawer(row, actor=actor, now=now, kind="refund")
    move_money(payments, row, undo=True, reason="return_undone", actor=actor, now=now)
    fields = {"voided_at": now, "paid": ZERO, "payment_status": status_of(row["total"], ZERO)}
    rewrite_sale(sale_id=row["id"], fields=fields, actor=actor, now=now)
    payload = {
        "id": row["id"],
        "number": row["number"],
        "total": row["total"],
        "payments": [[p["number"], p["method"], p["amount"]] for p in payments],
    }
    journal(
        [NewFact("return.voided", "sale", row["id"], payload, chain_id=row["series_id"])], heads, actor=actor, now=now
    )
