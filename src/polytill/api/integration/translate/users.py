from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from polytill.api.integration.schemas.users import LocationAccess, UserChange, UserIn, UserQuery
from polytill.api.integration.translate.roles import label
from polytill.domain.identity.selectors import StaffMember, StaffQuestion, StaffRow
from polytill.domain.parties.selectors import ChosenContact
from polytill.operations.create_user import CreateUser
from polytill.operations.update_user import UpdateUser

# Our field: their word.
WORDS = {
    "role_id": "role",
    "location_ids": "location_access.location_ids",
    "contact_ids": "selected_contact_ids",
    "contacts_limited": "selected_contacts",
}
COLUMNS = (
    "id",
    "username",
    "email",
    "full_name",
    "contact_number",
    "status",
    "allow_login",
    "role_name",
    "created_at",
)
ACTIVE = {"active": True, "1": True, "inactive": False, "0": False}


def question(query: UserQuery) -> StaffQuestion:
    return StaffQuestion(
        role_id=query.role_id,
        active=None if query.status is None else ACTIVE[query.status],
        text=query.term,
        sort=query.sort,
        descending=query.direction == "desc",
    )


def creation(body: UserIn) -> CreateUser:
    return CreateUser(
        first_name=body.first_name,
        role_id=body.role,
        location_ids=_reach(body.location_access),
        surname=body.surname or "",
        last_name=body.last_name or "",
        email=body.email or "",
        allow_login=bool(body.allow_login),
        username=body.username,
        password=body.password or None,
        is_active=body.is_active is not False,
        contacts_limited=bool(body.selected_contacts),
        contact_ids=_ids(body.selected_contact_ids),
    )


def change(user_id: int, body: UserChange) -> UpdateUser:
    sent = body.sent()
    texts = {name: sent[name] or "" for name in ("surname", "last_name", "email") if name in sent}
    return UpdateUser(
        user_id=user_id,
        role_id=body.role,
        location_ids=_reach(body.location_access),
        first_name=body.first_name,
        allow_login=body.allow_login,
        username=body.username,
        password=body.password or None,
        is_active=body.is_active,
        contacts_limited=body.selected_contacts,
        contact_ids=_ids(body.selected_contact_ids),
        **texts,
    )


def _reach(access: LocationAccess) -> tuple[int, ...] | None:
    return None if access.scope == "all" else tuple(dict.fromkeys(access.location_ids or ()))


def _ids(ids: list[int] | None) -> tuple[int, ...] | None:
    return None if ids is None else tuple(dict.fromkeys(ids))


def row(user: StaffRow) -> Mapping[str, Any]:
    return {
        "id": user.id,
        "username": user.username if user.allow_login else None,
        "email": user.email or None,
        "full_name": user.full_name,
        "contact_number": user.contact_number or None,
        "status": "active" if user.is_active else "inactive",
        "allow_login": user.allow_login,
        "role_name": None if user.role is None else label(user.role.name),
        "created_at": user.created_at,
    }


def detail(member: StaffMember, contacts: Sequence[ChosenContact]) -> Mapping[str, Any]:
    """contacts: none for a user who may see all."""
    user = member.row
    places = member.location_ids
    return {
        "id": user.id,
        "username": user.username if user.allow_login else None,
        "surname": member.surname or None,
        "first_name": member.first_name or None,
        "last_name": member.last_name or None,
        "full_name": user.full_name,
        "email": user.email or None,
        "contact_number": user.contact_number or None,
        "status": "active" if user.is_active else "inactive",
        "allow_login": user.allow_login,
        "language": member.language or None,
        "role_id": None if user.role is None else user.role.id,
        "role_name": None if user.role is None else label(user.role.name),
        "selected_contacts": member.contacts_limited,
        "contact_access": [{"id": contact.id, "name": contact.name} for contact in contacts],
        "permitted_locations": {
            "scope": "all" if places is None else "locations",
            "location_ids": None if places is None else list(places),
        },
        "created_at": user.created_at,
        "updated_at": member.updated_at,
    }
