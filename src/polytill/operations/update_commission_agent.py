"""A commission agent changes in part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.identity.services.users import change_user, user_for_update
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.fields import rate
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=("user.update",))


@dataclass(frozen=True, slots=True)
class UpdateCommissionAgent:
    """None leaves a field as it is, "" empties a text."""

    agent_id: int
    surname: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    contact_number: str | None = None
    address: str | None = None
    commission_percent: Decimal | None = None


def update_commission_agent(command: UpdateCommissionAgent, *, actor: Actor, now: datetime) -> None:
    GATE.admit(actor, now)
    values = _values(command)

    def change() -> None:
        agent = user_for_update(user_id=command.agent_id, agents=True, actor=actor)
        change_user(user=agent, values=values, now=now)
        record(facts=[NewFact("commission_agent.updated", "user", agent.pk, values)], actor=actor, now=now)

    durable(change)
    forget()


def _values(command: UpdateCommissionAgent) -> dict[str, Any]:
    values = {name: value for name in command.__slots__ if (value := getattr(command, name)) is not None}
    values.pop("agent_id")
    if command.commission_percent is not None:
        values["commission_percent"] = rate(command.commission_percent)
    return values
