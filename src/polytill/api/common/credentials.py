"""Who calls: a bearer token, or an API key with its secret. The names of the key's headers are ours."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest

from polytill.domain.identity.selectors import USE_IS_NOTED_EVERY, Credential, by_key, by_token
from polytill.kernel.errors import Category, DomainError
from polytill.operations.note_credential_use import note_credential_use

KEY_HEADER, SECRET_HEADER = "X-Api-Key", "X-Api-Secret"
# When this process last noted the use of a credential; what identity remembers of it is some seconds old.
_noted: dict[tuple[str, int], datetime] = {}
log = logging.getLogger("polytill.api")


def unauthenticated() -> DomainError:
    return DomainError("credential.missing", Category.UNAUTHENTICATED, "Unauthenticated.")


def bearer(request: HttpRequest) -> str | None:
    scheme, _, token = str(request.META.get("HTTP_AUTHORIZATION", "")).partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def identify(request: HttpRequest, dialect: str, now: datetime) -> Credential:
    """The credential of the call, or a refusal. A token wins over a key."""
    token = bearer(request)
    if token is not None:
        found = by_token(token, dialect, now)
    else:
        key, secret = request.META.get("HTTP_X_API_KEY"), request.META.get("HTTP_X_API_SECRET")
        found = by_key(key, secret, dialect) if key and secret else None
    if found is None:
        raise unauthenticated()
    _note(found, now)
    return found


def _note(found: Credential, now: datetime) -> None:
    """At most once a minute; a call is not lost because its note could not be written."""
    last = max((at for at in (found.used_at, _noted.get((found.kind, found.id))) if at is not None), default=None)
    if last is not None and abs(now - last) < USE_IS_NOTED_EVERY:
        return
    _noted[found.kind, found.id] = now
    try:
        note_credential_use(credential=found, now=now)
    except (DatabaseError, DomainError):
        log.warning("the use of a credential could not be noted", exc_info=True)
