"""Staff: the users who are no commission agents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from polytill.domain.identity.models import Role, User
from polytill.domain.identity.selectors.names import FULL_NAME, matching, ordered
from polytill.domain.storage.listing import Listing, listing
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found

SORTS = {"name": "full", "username": "username", "email": "email", "status": "status", "created_at": "created_at"}


@dataclass(frozen=True, slots=True)
class StaffQuestion:
    """active: True, False, or None for both. sort: a key of SORTS."""

    role_id: int | None = None
    active: bool | None = None
    text: str | None = None
    sort: str = "created_at"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class RoleName:
    """built_in: one that each business starts with, whose name is shown in the reader's language."""

    id: int
    name: str
    built_in: bool


@dataclass(frozen=True, slots=True)
class StaffRow:
    id: int
    username: str | None
    full_name: str
    email: str
    contact_number: str
    is_active: bool
    allow_login: bool
    role: RoleName | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StaffMember:
    """location_ids None: all of the business."""

    row: StaffRow
    surname: str
    first_name: str
    last_name: str
    language: str
    contacts_limited: bool
    location_ids: tuple[int, ...] | None
    updated_at: datetime


def staff(question: StaffQuestion, actor: Actor) -> Listing[StaffRow]:
    actor.need("user.view", "user.create")
    return listing(_found(question, actor), lambda rows: [_row(row) for row in rows])


def staff_member(user_id: int, actor: Actor) -> StaffMember:
    actor.need("user.view")
    return staff_member_as_written(user_id, actor)


def staff_member_as_written(user_id: int, actor: Actor) -> StaffMember:
    """For who has just written him, and may do so without the right to look at others."""
    user = _with_role(_staff_of(actor)).filter(pk=user_id).first()
    if user is None:
        raise not_found("user")
    places = None if user.all_locations else tuple(user.locations.order_by("id").values_list("id", flat=True))
    return StaffMember(
        row=_row(user),
        surname=user.surname,
        first_name=user.first_name,
        last_name=user.last_name,
        language=user.language,
        contacts_limited=user.contacts_limited,
        location_ids=places,
        updated_at=user.updated_at,
    )


def staff_count(actor: Actor) -> int:
    """As the package's user limit counts them: all staff, whether they sign in or not."""
    return _staff_of(actor).count()


def _staff_of(actor: Actor) -> QuerySet[Any]:
    return User.objects.visible_to(actor).filter(user_type="user", is_commission_agent=False, deleted_at__isnull=True)


def _with_role(rows: QuerySet[Any]) -> QuerySet[Any]:
    """A user of this house may hold several roles; the dialect knows one: his first."""
    first = Role.objects.filter(users=OuterRef("pk")).order_by("id")
    return rows.annotate(
        full=FULL_NAME,
        first_role_id=Subquery(first.values("id")[:1]),
        first_role_name=Subquery(first.values("name")[:1]),
        first_role_built_in=Subquery(first.values("is_default")[:1]),
    )


def _found(question: StaffQuestion, actor: Actor) -> QuerySet[Any]:
    rows = _with_role(_staff_of(actor))
    if question.role_id is not None:
        rows = rows.filter(pk__in=User.roles.through.objects.filter(role_id=question.role_id).values("user_id"))
    if question.active is not None:
        rows = rows.filter(status="active") if question.active else rows.exclude(status="active")
    if question.text:
        rows = rows.filter(matching(question.text, "full", "email", "username", "contact_number"))
    return ordered(rows, SORTS[question.sort], question.descending)


def _row(user: Any) -> StaffRow:
    role = None
    if user.first_role_id is not None:
        role = RoleName(user.first_role_id, user.first_role_name, user.first_role_built_in)
    return StaffRow(
        id=user.pk,
        username=user.username,
        full_name=user.full_name,
        email=user.email,
        contact_number=user.contact_number,
        is_active=user.status == "active",
        allow_login=user.allow_login,
        role=role,
        created_at=user.created_at,
    )
