from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.pricing.selectors import discount
from polytill.domain.pricing.services import rewrite_discount
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.operations.steps.discount_terms import WRITES, settle_terms

GATE = WRITES


def update_discount(*, discount_id: int, changes: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """changes: fields of DiscountTerms; the others stay as they are."""
    GATE.admit(actor, now)

    def work() -> None:
        terms = settle_terms(replace(discount(discount_id, actor).terms, **changes), changes, actor)
        rewrite_discount(discount_id=discount_id, terms=terms, actor=actor, now=now)
        fact = NewFact("discount.updated", "discount", discount_id, {"fields": sorted(changes)})
        record(facts=[fact], actor=actor, now=now)

    durable(work)
    forget()
