"""A new member of staff."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from polytill.domain.identity.models import User
from polytill.domain.identity.services import users
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.parties.access import choose_contacts
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.operations.steps.staff import StaffGate, check_contacts, need_user_quota, password_hash

GATE = StaffGate("user.create", user_quota=True)


@dataclass(frozen=True, slots=True)
class CreateUser:
    """location_ids None: all of the business. Without a login, user name and password have no meaning."""

    first_name: str
    role_id: int
    location_ids: tuple[int, ...] | None
    surname: str = ""
    last_name: str = ""
    email: str = ""
    allow_login: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    is_active: bool = True
    contacts_limited: bool = False
    contact_ids: tuple[int, ...] | None = None


def create_user(command: CreateUser, *, actor: Actor, now: datetime) -> int:
    GATE.admit(actor, now)
    if command.allow_login and command.password is None:
        raise invalid({"password": ["The password field is required when allow login is true."]})
    hashed = password_hash(command.password) if command.allow_login and command.password is not None else users.UNUSABLE
    user_id = durable(lambda: _create(command, hashed, actor, now))
    forget()
    return user_id


def _create(command: CreateUser, hashed: str, actor: Actor, now: datetime) -> int:
    users.hold_administrators(business_id=actor.business_id)
    need_user_quota(actor, now)
    role = users.role_of_business(role_id=command.role_id, actor=actor)
    users.check_locations(location_ids=command.location_ids, actor=actor)
    check_contacts(command.contact_ids, actor)
    user = _enter(command, hashed, actor, now)
    users.give_role(user=user, role=role)
    users.give_locations(user=user, location_ids=command.location_ids)
    if command.contacts_limited and command.contact_ids:
        choose_contacts(user_id=user.pk, contact_ids=command.contact_ids, actor=actor)
    payload = {"username": user.username, "full_name": user.full_name, "role_id": role.pk}
    record(facts=[NewFact("user.created", "user", user.pk, payload)], actor=actor, now=now)
    return user.pk


def _enter(command: CreateUser, hashed: str, actor: Actor, now: datetime) -> User:
    values = {
        "surname": command.surname,
        "first_name": command.first_name,
        "last_name": command.last_name,
        "email": command.email,
        "allow_login": command.allow_login,
        "username": _username(command) if command.allow_login else None,
        "password": hashed,
        "status": "active" if command.is_active else "inactive",
        "contacts_limited": command.contacts_limited,
    }
    return users.enter_user(values=values, actor=actor, now=now)


def _username(command: CreateUser) -> str:
    return command.username or users.free_username(first_name=command.first_name, last_name=command.last_name)
