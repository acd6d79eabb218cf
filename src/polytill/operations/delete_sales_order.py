from __future__ import annotations

from datetime import datetime

from polytill.domain.sales.selectors import Where, visible_id
from polytill.domain.sales.selectors.documents import lock_document
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.voiding import void_document

GATE = Gate(permissions=("so.delete",), modules=("enable_sales_order",), demo_refused=True)


def delete_sales_order(*, order_id: int, within: Where, actor: Actor, now: datetime) -> None:
    """Sales that fulfilled it stay as they are."""
    GATE.admit(actor, now)

    def work() -> None:
        void_document(lock_document(visible_id(order_id, within, actor), actor), actor=actor, now=now)

    durable(work)
