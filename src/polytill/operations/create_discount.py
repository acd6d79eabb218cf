from __future__ import annotations

from datetime import datetime

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.pricing.discounts import TERMS, DiscountTerms
from polytill.domain.pricing.services import enter_discount
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.operations.steps.discount_terms import WRITES, settle_terms

GATE = WRITES


def create_discount(*, terms: DiscountTerms, actor: Actor, now: datetime) -> int:
    GATE.admit(actor, now)

    def work() -> int:
        discount_id = enter_discount(terms=settle_terms(terms, TERMS, actor), actor=actor, now=now)
        fact = NewFact("discount.created", "discount", discount_id, {"name": terms.name, "value": terms.value})
        record(facts=[fact], actor=actor, now=now)
        return discount_id

    discount_id = durable(work)
    forget()
    return discount_id
