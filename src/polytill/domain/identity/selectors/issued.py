"""The credentials of one user, for the page that lists and revokes them. No secret is among it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from polytill.domain.identity.models import AccessToken, ApiKey
from polytill.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class IssuedCredential:
    """kind: token or key. hint: the beginning of the token, or the key."""

    kind: str
    id: int
    dialect: str
    name: str
    hint: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None


def credentials_of(user_id: int, actor: Actor) -> list[IssuedCredential]:
    """Those not revoked, newest first; everybody sees his own."""
    if user_id != actor.user_id:
        actor.need("user.update")
    tokens = AccessToken.objects.visible_to(actor).filter(user_id=user_id, revoked_at__isnull=True)
    keys = ApiKey.objects.visible_to(actor).filter(user_id=user_id, revoked_at__isnull=True)
    found = [
        IssuedCredential("token", t.pk, t.dialect, t.name, t.prefix, t.created_at, t.last_used_at, t.expires_at)
        for t in tokens
    ]
    found += [IssuedCredential("key", k.pk, k.dialect, k.name, k.key, k.created_at, k.last_used_at, None) for k in keys]
    return sorted(found, key=lambda c: c.created_at, reverse=True)
