from __future__ import annotations

from datetime import datetime

from polytill.domain.payments.of_sale import has_payments
from polytill.domain.sales.selectors.documents import lock_document, need_held
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.journal import today
from polytill.operations.steps.voiding import void_document

GATE = Gate(
    permissions=("sell.delete", "direct_sell.delete", "so.delete"),
    modules=("pos_sale",),
    demo_refused=True,
    subscription=True,
)


def discard_held(*, sale_id: int, actor: Actor, now: datetime) -> None:
    """A held sale is deleted. One that has been settled meanwhile is not found: it is no held sale any more."""
    GATE.admit(actor, now)

    def work() -> None:
        sale = lock_document(sale_id, actor)
        need_held(sale, today(actor, now), actor)
        if has_payments(sale_id, actor):
            raise rule("sale.already_paid", "This sale already has payments.")
        void_document(sale, actor=actor, now=now)

    durable(work)
