from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from polytill.api.integration.schemas.roles import RoleIn, RoleQuery
from polytill.domain.identity.selectors import RoleQuestion, RoleRow

COLUMNS = ("id", "name", "name_key", "name_storage", "is_default", "is_service_staff", "users_count", "created_at")
BUILT_IN = ("Admin", "Cashier")


def label(name: str) -> str:
    """The built-in names in the reader's language."""
    return gettext(name) if name in BUILT_IN else name


def question(query: RoleQuery) -> RoleQuestion:
    return RoleQuestion(text=query.term, sort=query.sort, descending=query.direction == "desc")


def permissions(body: RoleIn) -> list[str]:
    """The three lists as one."""
    lists = (body.permissions, body.spg_permissions, body.radio_options)
    return sorted({name for names in lists for name in names or ()})


def row(role: RoleRow) -> Mapping[str, Any]:
    return {
        "id": role.id,
        "name": label(role.name),
        "name_key": role.name,
        "name_storage": f"{role.name}#{role.business_id}",
        "is_default": role.is_default,
        "is_service_staff": role.is_service_staff,
        "users_count": role.users_count,
        "created_at": role.created_at,
    }


def detail(role: RoleRow) -> Mapping[str, Any]:
    found = dict(row(role))
    created_at = found.pop("created_at")
    return {
        **found,
        "guard_name": "web",
        "permissions": list(role.permissions),
        "created_at": created_at,
        "updated_at": role.updated_at,
    }
