"""A commission agent: a user who sells for a percentage and never signs in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from polytill.domain.identity.services.users import enter_user
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.fields import rate
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=("user.create",))


@dataclass(frozen=True, slots=True)
class CreateCommissionAgent:
    first_name: str
    commission_percent: Decimal
    surname: str = ""
    last_name: str = ""
    email: str = ""
    contact_number: str = ""
    address: str = ""
    language: str = "en"


def create_commission_agent(command: CreateCommissionAgent, *, actor: Actor, now: datetime) -> int:
    GATE.admit(actor, now)

    def enter() -> int:
        values = {name: getattr(command, name) for name in command.__slots__}
        values |= {"commission_percent": rate(command.commission_percent), "is_commission_agent": True}
        agent = enter_user(values=values | {"allow_login": False, "status": "active"}, actor=actor, now=now)
        payload = {"full_name": agent.full_name, "commission_percent": agent.commission_percent}
        record(facts=[NewFact("commission_agent.created", "user", agent.pk, payload)], actor=actor, now=now)
        return agent.pk

    return durable(enter)
