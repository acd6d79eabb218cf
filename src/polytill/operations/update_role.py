"""A role changes its name and its rights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from polytill.domain.identity.services.roles import change_role, role_for_update
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=("roles.update",), demo_refused=True)


def update_role(
    *, role_id: int, name: str, permissions: Sequence[str], is_service_staff: bool | None, actor: Actor, now: datetime
) -> None:
    """permissions replace all that the role held before; none empties it. is_service_staff None leaves it."""
    GATE.admit(actor, now)

    def change() -> None:
        role = role_for_update(role_id=role_id, actor=actor)
        before = {"name": role.name, "permissions": role.permissions}
        change_role(
            role=role, name=name, permissions=permissions, is_service_staff=is_service_staff, actor=actor, now=now
        )
        payload = {"name": role.name, "permissions": role.permissions, "before": before}
        record(facts=[NewFact("role.updated", "role", role.pk, payload)], actor=actor, now=now)

    durable(change)
    forget()
