"""An API key stops: at once on this process, within seconds on the others."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.identity.models import ApiKey
from polytill.domain.identity.services import revoke_key
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found
from polytill.operations.steps.credentials import may_handle


def revoke_api_key(*, key_id: int, actor: Actor, now: datetime) -> None:
    def revoke() -> None:
        key = ApiKey.objects.visible_to(actor).filter(pk=key_id, revoked_at__isnull=True).first()
        if key is None:
            raise not_found("api_key")
        may_handle(key.user_id, actor)
        revoke_key(key=key, now=now)
        payload = {"dialect": key.dialect, "name": key.name, "key": key.key}
        record(facts=[NewFact("api_key.revoked", "user", key.user_id, payload)], actor=actor, now=now)

    durable(revoke)
    forget()
