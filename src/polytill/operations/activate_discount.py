from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.pricing.selectors import discount
from polytill.domain.pricing.services import rewrite_discount
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.operations.steps.discount_terms import WRITES

GATE = WRITES


def activate_discount(*, discount_id: int, actor: Actor, now: datetime) -> None:
    GATE.admit(actor, now)

    def work() -> None:
        terms = replace(discount(discount_id, actor).terms, is_active=True)
        rewrite_discount(discount_id=discount_id, terms=terms, actor=actor, now=now)
        record(facts=[NewFact("discount.activated", "discount", discount_id, {})], actor=actor, now=now)

    durable(work)
    forget()
