from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from polytill.domain.dining.selectors import service_type
from polytill.domain.dining.services import rewrite_service_type
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.operations.steps.service_terms import WRITES, check_service

GATE = WRITES


def update_service_type(*, service_type_id: int, changes: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """changes: fields of ServiceTerms; the others stay as they are."""
    GATE.admit(actor, now)

    def work() -> None:
        terms = replace(service_type(service_type_id, actor).terms, **changes)
        check_service(terms, actor)
        rewrite_service_type(service_type_id=service_type_id, terms=terms, actor=actor, now=now)
        fact = NewFact("service_type.updated", "service_type", service_type_id, {"fields": sorted(changes)})
        record(facts=[fact], actor=actor, now=now)

    durable(work)
    forget()
