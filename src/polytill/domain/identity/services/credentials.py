from __future__ import annotations

import secrets
from datetime import datetime

from polytill.domain.identity.models import AccessToken, ApiKey, User
from polytill.domain.identity.selectors import Credential, digest

# What revokes must be forgotten (storage.remember.forget) once it is committed: the operation does so.


def issue_token(
    *,
    user: User,
    dialect: str,
    name: str,
    now: datetime,
    expires_at: datetime | None = None,
    abilities: tuple[str, ...] = (),
) -> str:
    """A new bearer token, told once: "<id>|<40 random characters>"; only its digest is kept."""
    row = AccessToken.objects.create(
        business_id=user.business_id,
        user=user,
        dialect=dialect,
        name=name,
        prefix="",
        token_hash=secrets.token_hex(32),
        abilities=list(abilities),
        created_at=now,
        expires_at=expires_at,
    )
    token = f"{row.pk}|{secrets.token_urlsafe(30)}"
    row.prefix, row.token_hash = token[:12], digest(token)
    row.save(update_fields=["prefix", "token_hash"])
    return token


def issue_key(*, user: User, dialect: str, name: str, now: datetime) -> tuple[str, str]:
    """A new API key and its secret, told once."""
    key, secret = f"pk_{secrets.token_hex(12)}", f"sk_{secrets.token_urlsafe(30)}"
    ApiKey.objects.create(
        business_id=user.business_id,
        user=user,
        dialect=dialect,
        name=name,
        key=key,
        secret_hash=digest(secret),
        created_at=now,
    )
    return key, secret


def revoke_token(*, token: AccessToken, now: datetime) -> None:
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])


def revoke_key(*, key: ApiKey, now: datetime) -> None:
    key.revoked_at = now
    key.save(update_fields=["revoked_at"])


def revoke_all(*, user_id: int, now: datetime) -> None:
    """Every credential of a user: he was deleted, or may sign in no longer."""
    for table in (AccessToken, ApiKey):
        table.objects.filter(user_id=user_id, revoked_at__isnull=True).update(revoked_at=now)


def note_use(*, credential: Credential, now: datetime) -> None:
    table = AccessToken if credential.kind == "token" else ApiKey
    table.objects.filter(pk=credential.id).update(last_used_at=now)
