"""Commission agents: users who sell for a percentage and never sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from polytill.domain.identity.models import User
from polytill.domain.identity.selectors.names import FULL_NAME, matching, ordered
from polytill.domain.storage.listing import Listing, listing
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found

SORTS = {
    "name": "full",
    "email": "email",
    "commission_percent": "commission_percent",
    "created_at": "created_at",
    "status": "status",
}


@dataclass(frozen=True, slots=True)
class AgentQuestion:
    """status: active, inactive or terminated. sort: a key of SORTS."""

    status: str | None = None
    text: str | None = None
    sort: str = "created_at"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Agent:
    id: int
    surname: str
    first_name: str
    last_name: str
    full_name: str
    email: str
    contact_number: str
    address: str
    commission_percent: Decimal
    status: str
    allow_login: bool
    created_at: datetime
    updated_at: datetime


def agents(question: AgentQuestion, actor: Actor) -> Listing[Agent]:
    actor.need("user.view", "user.create")
    return listing(_found(question, actor), lambda rows: [_agent(row) for row in rows])


def agent(agent_id: int, actor: Actor) -> Agent:
    actor.need("user.view", "user.create")
    return agent_as_written(agent_id, actor)


def agent_as_written(agent_id: int, actor: Actor) -> Agent:
    """For who has just written him, and may do so without the right to look at others."""
    row = _agents_of(actor).filter(pk=agent_id).first()
    if row is None:
        raise not_found("commission_agent")
    return _agent(row)


def _agents_of(actor: Actor) -> QuerySet[Any]:
    return User.objects.visible_to(actor).filter(user_type="user", is_commission_agent=True, deleted_at__isnull=True)


def _found(question: AgentQuestion, actor: Actor) -> QuerySet[Any]:
    rows = _agents_of(actor).annotate(full=FULL_NAME)
    if question.status is not None:
        rows = rows.filter(status=question.status)
    if question.text:
        rows = rows.filter(matching(question.text, "full", "email", "contact_number"))
    return ordered(rows, SORTS[question.sort], question.descending)


def _agent(user: Any) -> Agent:
    return Agent(
        id=user.pk,
        surname=user.surname,
        first_name=user.first_name,
        last_name=user.last_name,
        full_name=user.full_name,
        email=user.email,
        contact_number=user.contact_number,
        address=user.address,
        commission_percent=user.commission_percent,
        status=user.status,
        allow_login=user.allow_login,
        created_at=user.created_at,
        updated_at=user.updated_at,
    )
