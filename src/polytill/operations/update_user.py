"""A member of staff changes: profile, login, role, reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import is_password_usable

from polytill.domain.identity.models import User
from polytill.domain.identity.services import users
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.parties.access import choose_contacts
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.operations.steps.staff import StaffGate, check_contacts, need_user_quota, password_hash

GATE = StaffGate("user.update")


@dataclass(frozen=True, slots=True)
class UpdateUser:
    """None leaves a field as it is; only location_ids None means all of the business. "" empties a text."""

    user_id: int
    role_id: int
    location_ids: tuple[int, ...] | None
    surname: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    allow_login: bool | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    is_active: bool | None = None
    contacts_limited: bool | None = None
    contact_ids: tuple[int, ...] | None = None


def update_user(command: UpdateUser, *, actor: Actor, now: datetime) -> None:
    GATE.admit(actor, now)
    hashed = None if command.password is None or command.allow_login is False else password_hash(command.password)
    durable(lambda: _update(command, hashed, actor, now))
    forget()


def _update(command: UpdateUser, hashed: str | None, actor: Actor, now: datetime) -> None:
    users.hold_administrators(business_id=actor.business_id)
    user = users.user_for_update(user_id=command.user_id, agents=False, actor=actor)
    if command.allow_login:
        need_user_quota(actor, now)
    role = users.role_of_business(role_id=command.role_id, actor=actor)
    users.check_locations(location_ids=command.location_ids, actor=actor)
    check_contacts(command.contact_ids, actor)
    if not role.is_admin or _shuts_out(user, command):
        users.need_another_administrator(user=user, actor=actor)
    users.change_user(user=user, values=_profile(command), now=now)
    _change_login(user, command, hashed, now)
    users.give_role(user=user, role=role)
    users.give_locations(user=user, location_ids=command.location_ids)
    if user.contacts_limited and command.contact_ids is not None:
        choose_contacts(user_id=user.pk, contact_ids=command.contact_ids, actor=actor)
    record(facts=[NewFact("user.updated", "user", user.pk, _told(command))], actor=actor, now=now)


def _shuts_out(user: User, command: UpdateUser) -> bool:
    return user.is_active and (command.allow_login is False or command.is_active is False)


def _profile(command: UpdateUser) -> dict[str, Any]:
    names = ("surname", "first_name", "last_name", "email", "contacts_limited")
    values = {name: value for name in names if (value := getattr(command, name)) is not None}
    if command.is_active is not None:
        values["status"] = "active" if command.is_active else "inactive"
    return values


def _change_login(user: User, command: UpdateUser, hashed: str | None, now: datetime) -> None:
    """User name and password have a meaning only with a login."""
    if command.allow_login is False:
        users.stop_login(user=user, now=now)
        return
    if not (user.allow_login or command.allow_login):
        return
    if command.allow_login and hashed is None and not (user.password and is_password_usable(user.password)):
        raise invalid({"password": ["The password field is required when allow login is true."]})
    values: dict[str, Any] = {"allow_login": True}
    if hashed is not None:
        values["password"] = hashed
    if command.username:
        values["username"] = command.username
    elif user.username is None:
        values["username"] = users.free_username(first_name=user.first_name, last_name=user.last_name)
    users.change_user(user=user, values=values, now=now)


def _told(command: UpdateUser) -> dict[str, Any]:
    """What was asked for, without the password itself."""
    told = {name: value for name in command.__slots__ if (value := getattr(command, name)) is not None}
    told.pop("user_id")
    if told.pop("password", None) is not None:
        told["password_changed"] = True
    return told
