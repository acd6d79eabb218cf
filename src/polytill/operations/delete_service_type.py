from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from polytill.domain.dining.selectors import service_type
from polytill.domain.dining.services import remove_service_type
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.sales.uses import uses_service_type
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.kernel.errors import DomainError, rule
from polytill.operations.steps.service_terms import WRITES

GATE = WRITES


def delete_service_type(*, service_type_id: int, actor: Actor, now: datetime) -> None:
    """Refused while any document names it."""
    GATE.admit(actor, now)

    def work() -> None:
        name = service_type(service_type_id, actor).terms.name
        if uses_service_type(service_type_id, actor):
            raise _in_use()
        remove_service_type(service_type_id=service_type_id, actor=actor)
        fact = NewFact("service_type.deleted", "service_type", service_type_id, {"name": name})
        record(facts=[fact], actor=actor, now=now)

    try:
        durable(work)
    except IntegrityError:  # a sale named it meanwhile
        raise _in_use() from None
    forget()


def _in_use() -> DomainError:
    return rule("service_type.in_use", "This type of service is used by transactions and cannot be deleted.")
