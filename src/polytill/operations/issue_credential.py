"""A credential for a user and a dialect, told once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from polytill.domain.identity.selectors import user_by_name_for_system
from polytill.domain.identity.services import issue_token
from polytill.domain.storage.durable import durable
from polytill.kernel.errors import forbidden, not_found


def issue_credential(*, username: str, dialect: str, name: str, now: datetime) -> dict[str, Any]:
    """{"username", "dialect", "token"}"""
    user = user_by_name_for_system(username)
    if user is None:
        raise not_found("user", username=username)
    if not user.is_active:
        raise forbidden("user.may_not_sign_in", f"{username} may not sign in.")
    token = durable(lambda: issue_token(user=user, dialect=dialect, name=name, now=now))
    return {"username": username, "dialect": dialect, "token": token}
