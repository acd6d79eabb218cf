"""A role goes; who held it holds none."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.identity.services.roles import remove_role, role_for_update
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=("roles.delete",), demo_refused=True)


def delete_role(*, role_id: int, actor: Actor, now: datetime) -> None:
    GATE.admit(actor, now)

    def remove() -> None:
        role = role_for_update(role_id=role_id, actor=actor)
        payload = {"name": role.name, "permissions": role.permissions}
        remove_role(role=role)
        record(facts=[NewFact("role.deleted", "role", role_id, payload)], actor=actor, now=now)

    durable(remove)
    forget()
