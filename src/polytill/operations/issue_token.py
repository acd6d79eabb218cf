"""A bearer token for a user, told once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from polytill.domain.identity.services import issue_token as write_token
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.operations.steps.credentials import check_label, holder, may_handle


@dataclass(frozen=True, slots=True)
class IssueToken:
    """abilities: what a dialect writes on its tokens (scopes); none is all. expires_at None: until it is revoked."""

    user_id: int
    dialect: str
    name: str
    expires_at: datetime | None = None
    abilities: tuple[str, ...] = field(default=())


def issue_token(command: IssueToken, *, actor: Actor, now: datetime) -> str:
    may_handle(command.user_id, actor)
    check_label(command.dialect, command.name)

    def issue() -> str:
        user = holder(command.user_id, actor)
        token = write_token(
            user=user,
            dialect=command.dialect,
            name=command.name,
            now=now,
            expires_at=command.expires_at,
            abilities=command.abilities,
        )
        payload = {"dialect": command.dialect, "name": command.name}
        record(facts=[NewFact("token.issued", "user", user.pk, payload)], actor=actor, now=now)
        return token

    return durable(issue)
