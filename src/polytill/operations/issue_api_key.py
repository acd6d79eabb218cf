"""An API key with its secret for a user, told once."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.identity.services import issue_key
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.operations.steps.credentials import check_label, holder, may_handle


def issue_api_key(*, user_id: int, dialect: str, name: str, actor: Actor, now: datetime) -> tuple[str, str]:
    """key, secret"""
    may_handle(user_id, actor)
    check_label(dialect, name)

    def issue() -> tuple[str, str]:
        user = holder(user_id, actor)
        key, secret = issue_key(user=user, dialect=dialect, name=name, now=now)
        payload = {"dialect": dialect, "name": name, "key": key}
        record(facts=[NewFact("api_key.issued", "user", user.pk, payload)], actor=actor, now=now)
        return key, secret

    return durable(issue)
