"""Logins and credentials of the demo businesses, made anew each time: only their digests are kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from polytill.domain.business.models import Business, Location
from polytill.domain.identity.models import User
from polytill.domain.identity.selectors import actor_of
from polytill.domain.identity.services.sign_in import set_password_hash
from polytill.domain.storage.remember import forget
from polytill.operations.issue_api_key import issue_api_key
from polytill.operations.issue_token import IssueToken, issue_token
from polytill.project import environment

DIALECTS = ("integration", "ultimatepos", "nexopos")
ASALTA_SCOPES = ("pos", "hrm", "crm")
CALLED = "demo"


def write_anew(demo: Sequence[Business], *, now: datetime) -> dict[str, Any]:
    with transaction.atomic():
        first, *others = [_credentials(business, now) for business in demo]
    forget()
    return {**first, "other_business": others[0]} if others else first


def _credentials(business: Business, now: datetime) -> dict[str, Any]:
    users = list(
        User.objects.filter(business=business, username__isnull=False, deleted_at__isnull=True, allow_login=True)
        .prefetch_related("roles")
        .order_by("id")
    )
    admin = next(user for user in users if any(role.is_admin for role in user.roles.all()))
    locations = Location.objects.of(business.pk).order_by("id").values("id", "name")
    return {
        "business_id": business.pk,
        "users": [_login(user) for user in users],
        "tokens": _tokens(admin, now),
        "api_keys": {"integration": _key(admin, now)},
        "oauth_clients": {},
        "locations": list(locations),
    }


def _login(user: User) -> dict[str, str]:
    password = environment.text("POLYTILL_DEMO_PASSWORD") or secrets.token_urlsafe(9)
    set_password_hash(user_id=user.pk, password=make_password(password))
    role = next((role.name for role in user.roles.all()), "")
    return {"username": user.username or "", "password": password, "role": role}


def _tokens(admin: User, now: datetime) -> dict[str, Any]:
    actor = actor_of(admin, door="web")

    def token(dialect: str, *abilities: str) -> str:
        command = IssueToken(user_id=admin.pk, dialect=dialect, name=CALLED, abilities=abilities)
        return issue_token(command, actor=actor, now=now)

    return {
        **{dialect: token(dialect) for dialect in DIALECTS},
        "asalta": {scope: token("asalta", scope) for scope in ASALTA_SCOPES},
    }


def _key(admin: User, now: datetime) -> dict[str, str]:
    key, secret = issue_api_key(
        user_id=admin.pk, dialect="integration", name=CALLED, actor=actor_of(admin, door="web"), now=now
    )
    return {"key": key, "secret": secret}
