"""A bearer token stops: at once on this process, within seconds on the others."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.identity.models import AccessToken
from polytill.domain.identity.services import revoke_token as write_revocation
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found
from polytill.operations.steps.credentials import may_handle


def revoke_token(*, token_id: int, actor: Actor, now: datetime) -> None:
    def revoke() -> None:
        token = AccessToken.objects.visible_to(actor).filter(pk=token_id, revoked_at__isnull=True).first()
        if token is None:
            raise not_found("token")
        may_handle(token.user_id, actor)
        write_revocation(token=token, now=now)
        payload = {"dialect": token.dialect, "name": token.name}
        record(facts=[NewFact("token.revoked", "user", token.user_id, payload)], actor=actor, now=now)

    durable(revoke)
    forget()
