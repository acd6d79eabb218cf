"""How a credential becomes an Actor. What is found is remembered for some seconds, so a revocation takes that long
on the other processes and takes hold at once on this one."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from polytill.domain.identity.models import AccessToken, ApiKey, User
from polytill.domain.storage.remember import remember
from polytill.kernel.actor import Actor

USE_IS_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Credential:
    """An accepted credential. used_at: when its use was last noted."""

    kind: str  # token, key
    id: int
    actor: Actor
    expires_at: datetime | None
    used_at: datetime | None


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of(user: User, *, door: str, credential_id: int | None = None) -> Actor:
    roles = list(user.roles.all())
    return Actor(
        user_id=user.pk,
        business_id=user.business_id,
        name=user.full_name,
        is_admin=any(role.is_admin for role in roles),
        permissions=frozenset(name for role in roles for name in role.permissions),
        locations=None if user.all_locations else frozenset(user.locations.values_list("id", flat=True)),
        contacts_limited=user.contacts_limited,
        door=door,
        credential_id=credential_id,
    )


def password_stamp(user_id: int) -> str:
    """What a session keeps of the password it was opened with: another password ends it."""
    password = User.objects.filter(pk=user_id).values_list("password", flat=True).first()
    return digest(f"session {password}")[:32]


@remember(5)
def actor_by_session(user_id: int, stamp: str, door: str) -> Actor | None:
    """None once the user may no longer sign in, or has another password than the session was opened with."""
    user = User.objects.filter(pk=user_id, deleted_at__isnull=True).select_related("business").first()
    if user is None or not _welcome(user) or not hmac.compare_digest(stamp, password_stamp(user_id)):
        return None
    return actor_of(user, door=door)


def _welcome(user: User) -> bool:
    """A business that is shut lets nobody in."""
    return user.is_active and user.business.is_active


def by_token(token: str, dialect: str, now: datetime) -> Credential | None:
    """The credential of a bearer token of that dialect; None where it is unknown, revoked, expired or shut out."""
    found = _by_token_hash(digest(token), dialect)
    return None if found is None or _expired(found, now) else found


def by_key(key: str, secret: str, dialect: str) -> Credential | None:
    found = None if "\x00" in key else _by_key(key, dialect)
    if found is None or not hmac.compare_digest(found[0], digest(secret)):
        return None
    return found[1]


def _expired(found: Credential, now: datetime) -> bool:
    return found.expires_at is not None and found.expires_at <= now


@remember(5)
def _by_token_hash(token_hash: str, dialect: str) -> Credential | None:
    row = (
        AccessToken.objects.filter(token_hash=token_hash, dialect=dialect, revoked_at__isnull=True)
        .select_related("user__business")
        .first()
    )
    if row is None or not _welcome(row.user):
        return None
    actor = actor_of(row.user, door=dialect, credential_id=row.pk)
    return Credential("token", row.pk, actor, row.expires_at, row.last_used_at)


@remember(5)
def _by_key(key: str, dialect: str) -> tuple[str, Credential] | None:
    row = (
        ApiKey.objects.filter(key=key, dialect=dialect, revoked_at__isnull=True)
        .select_related("user__business")
        .first()
    )
    if row is None or not _welcome(row.user):
        return None
    actor = actor_of(row.user, door=dialect, credential_id=row.pk)
    return row.secret_hash, Credential("key", row.pk, actor, None, row.last_used_at)
