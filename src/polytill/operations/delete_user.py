"""A member of staff leaves."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.identity.services import users
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=("user.delete",), demo_refused=True)


def delete_user(*, user_id: int, actor: Actor, now: datetime) -> None:
    """His credentials stop at once; the row stays, for sales name it."""
    GATE.admit(actor, now)
    durable(lambda: _delete(user_id, actor, now))
    forget()


def _delete(user_id: int, actor: Actor, now: datetime) -> None:
    users.hold_administrators(business_id=actor.business_id)
    user = users.user_for_update(user_id=user_id, agents=False, actor=actor)
    if user.pk == actor.user_id:
        raise rule("user.own_account", "Cannot delete your own user account")
    users.need_another_administrator(user=user, actor=actor)
    payload = {"username": user.username, "full_name": user.full_name}
    users.remove_user(user=user, now=now)
    record(facts=[NewFact("user.deleted", "user", user.pk, payload)], actor=actor, now=now)
