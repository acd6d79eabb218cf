from __future__ import annotations

from datetime import datetime

from polytill.domain.dining.service_types import ServiceTerms
from polytill.domain.dining.services import enter_service_type
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.operations.steps.service_terms import WRITES, check_service

GATE = WRITES


def create_service_type(*, terms: ServiceTerms, actor: Actor, now: datetime) -> int:
    GATE.admit(actor, now)
    check_service(terms, actor)

    def work() -> int:
        number = enter_service_type(terms=terms, actor=actor, now=now)
        record(
            facts=[NewFact("service_type.created", "service_type", number, {"name": terms.name})], actor=actor, now=now
        )
        return number

    number = durable(work)
    forget()
    return number
