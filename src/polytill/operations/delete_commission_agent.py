"""A commission agent goes; sales keep naming him."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.identity.services.users import remove_user, user_for_update
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=("user.delete",))


def delete_commission_agent(*, agent_id: int, actor: Actor, now: datetime) -> None:
    GATE.admit(actor, now)

    def remove() -> None:
        agent = user_for_update(user_id=agent_id, agents=True, actor=actor)
        remove_user(user=agent, now=now)
        payload = {"full_name": agent.full_name}
        record(facts=[NewFact("commission_agent.deleted", "user", agent_id, payload)], actor=actor, now=now)

    durable(remove)
    forget()
