from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.services import enter_sales
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.kernel.actor import Actor
from polytill.operations.steps import books
from polytill.operations.steps.cart import Checkout
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.numbering import series_for
from polytill.operations.steps.order_paper import next_number, order_row, price_order

GATE = Gate(
    permissions=("so.create",),
    modules=("enable_sales_order",),
    demo_refused=True,
    subscription=True,
    invoice_quota=True,
)


@dataclass(frozen=True, slots=True)
class Ordered:
    id: int
    number: str
    status: str


def create_sales_order(*, command: Checkout, number: str | None, actor: Actor, now: datetime) -> Ordered:
    """number: the customer's own reference; None takes one of the series."""
    GATE.admit(actor, now)

    def work() -> Ordered:
        rung, counter = price_order(command, actor)
        ids = take_ids({Sale: 1, SaleLine: len(rung.items)})
        order_id = ids[Sale][0]
        series = series_for("sales_order", rung.place.id, actor)
        own = number or next_number(series, actor, now)
        row = order_row(rung, counter, order_id, own, series.id, actor=actor, now=now)
        enter_sales(sales=[row], lines=books.line_rows(rung, order_id, ids[SaleLine], actor=actor))
        payload = {"number": own, "total": row["total"], "contact": row["contact_id"]}
        record(facts=[NewFact("order.placed", "sale", order_id, payload)], actor=actor, now=now)
        return Ordered(order_id, own, row["status"])

    return durable(work)
