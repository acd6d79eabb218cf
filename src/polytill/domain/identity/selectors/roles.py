from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Concat

from polytill.domain.identity.models import Role
from polytill.domain.identity.selectors.names import matching, ordered
from polytill.domain.storage.listing import Listing, listing
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found

SORTS = {"name": "name", "created_at": "created_at", "users_count": "users_count"}


@dataclass(frozen=True, slots=True)
class RoleQuestion:
    """sort: a key of SORTS."""

    text: str | None = None
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class RoleRow:
    """users_count: who has not been deleted. permissions: sorted."""

    id: int
    business_id: int
    name: str
    is_default: bool
    is_service_staff: bool
    users_count: int
    permissions: tuple[str, ...]
    created_at: datetime
    updated_at: datetime


def roles(question: RoleQuestion, actor: Actor) -> Listing[RoleRow]:
    actor.need("roles.view")
    return listing(_found(question, actor), lambda rows: [_row(row) for row in rows])


def role(role_id: int, actor: Actor) -> RoleRow:
    actor.need("roles.view")
    return role_as_written(role_id, actor)


def role_as_written(role_id: int, actor: Actor) -> RoleRow:
    """For who has just written it, and may do so without the right to look at others."""
    found = _counted(actor).filter(pk=role_id).first()
    if found is None:
        raise not_found("role")
    return _row(found)


def _counted(actor: Actor) -> QuerySet[Any]:
    count = Count("users", filter=Q(users__deleted_at__isnull=True), distinct=True)
    return Role.objects.visible_to(actor).annotate(users_count=count)


def _found(question: RoleQuestion, actor: Actor) -> QuerySet[Any]:
    rows = _counted(actor).annotate(stored=Concat("name", Value(f"#{actor.business_id}")))
    if question.text:
        rows = rows.filter(matching(question.text, "stored"))
    return ordered(rows, SORTS[question.sort], question.descending)


def _row(role: Any) -> RoleRow:
    return RoleRow(
        id=role.pk,
        business_id=role.business_id,
        name=role.name,
        is_default=role.is_default,
        is_service_staff=role.is_service_staff,
        users_count=role.users_count,
        permissions=tuple(sorted(role.permissions)),
        created_at=role.created_at,
        updated_at=role.updated_at,
    )
