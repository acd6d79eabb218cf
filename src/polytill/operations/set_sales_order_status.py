from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.sales.rewriting import rewrite_sale
from polytill.domain.sales.selectors import Where, visible_id
from polytill.domain.sales.selectors.documents import lock_document
from polytill.domain.sales.states import State, need_transition
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.kernel.errors import forbidden
from polytill.operations.steps.gate import Gate


@dataclass(frozen=True, slots=True)
class AdministratorsGate(Gate):
    """No permission opens it: the role alone does."""

    def admit(self, actor: Actor, now: datetime) -> None:
        if not actor.is_admin:
            raise forbidden()
        Gate.admit(self, actor, now)


GATE = AdministratorsGate(modules=("enable_sales_order",), demo_refused=True)


def set_sales_order_status(*, order_id: int, status: State, within: Where, actor: Actor, now: datetime) -> None:
    """Set by hand; nothing is invoiced by it, and the next sale that names the order works it out anew."""
    GATE.admit(actor, now)

    def work() -> None:
        order = lock_document(visible_id(order_id, within, actor), actor)
        need_transition(order, status)
        rewrite_sale(sale_id=order_id, fields={"status": status.value}, actor=actor, now=now)
        payload = {"number": order["number"], "from": order["status"], "to": status.value}
        record(facts=[NewFact("order.status_set", "sale", order_id, payload)], actor=actor, now=now)

    durable(work)
