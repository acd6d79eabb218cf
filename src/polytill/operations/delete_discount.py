from __future__ import annotations

from datetime import datetime

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.pricing.selectors import discount
from polytill.domain.pricing.services import remove_discount
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.operations.steps.discount_terms import WRITES

GATE = WRITES


def delete_discount(*, discount_id: int, actor: Actor, now: datetime) -> None:
    GATE.admit(actor, now)

    def work() -> None:
        name = discount(discount_id, actor).terms.name
        remove_discount(discount_id=discount_id, actor=actor)
        record(facts=[NewFact("discount.deleted", "discount", discount_id, {"name": name})], actor=actor, now=now)

    durable(work)
    forget()
