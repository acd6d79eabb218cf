from __future__ import annotations

from datetime import datetime

from polytill.domain.sales.selectors import Where, visible_id
from polytill.domain.sales.selectors.documents import lock_document
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.voiding import void_document

GATE = Gate(
    permissions=("sell.delete", "direct_sell.delete", "so.delete"),
    demo_refused=True,
    subscription=True,
)


def delete_sale(*, sale_id: int, within: Where, actor: Actor, now: datetime) -> None:
    """A final or held sale. within: the sales that the actor sees; another one is not found."""
    GATE.admit(actor, now)

    def work() -> None:
        sale = lock_document(visible_id(sale_id, within, actor), actor)
        visible_id(sale_id, within, actor)  # a held sale may have been settled before it was locked
        void_document(sale, actor=actor, now=now)

    durable(work)
