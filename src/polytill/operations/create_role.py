"""A new role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from polytill.domain.identity.services.roles import enter_role
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=("roles.create",), demo_refused=True)


def create_role(*, name: str, permissions: Sequence[str], is_service_staff: bool, actor: Actor, now: datetime) -> int:
    """permissions may name rights that nothing here asks for: modules of others bring their own."""
    GATE.admit(actor, now)

    def enter() -> int:
        role = enter_role(name=name, permissions=permissions, is_service_staff=is_service_staff, actor=actor, now=now)
        payload = {"name": role.name, "permissions": role.permissions}
        record(facts=[NewFact("role.created", "role", role.pk, payload)], actor=actor, now=now)
        return role.pk

    return durable(enter)
