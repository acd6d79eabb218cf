"""Writes of users. Who may, and what the package allows, stands in the operations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from polytill.domain.business.models import Location
from polytill.domain.identity.models import Role, User
from polytill.domain.identity.services.credentials import revoke_all
from polytill.kernel.actor import Actor
from polytill.kernel.errors import DomainError, invalid, not_found, rule

UNUSABLE = "!"  # no hash begins with it, so no password fits
TRIES = 5


def hold_administrators(*, business_id: int) -> None:
    """Lets one change of staff at a time through, so that two of them don't remove the last two administrators, or
    use the last place in the package twice."""
    list(Role.objects.of(business_id).filter(is_admin=True).order_by("id").select_for_update().values_list("id"))


def role_of_business(*, role_id: int, actor: Actor) -> Role:
    role = Role.objects.visible_to(actor).filter(pk=role_id).select_for_update().first()
    if role is None:
        raise invalid({"role_id": ["The selected role is invalid."]})
    return role


def check_locations(*, location_ids: Collection[int] | None, actor: Actor) -> None:
    if location_ids is None:
        return
    if not location_ids:
        raise invalid({"location_ids": ["The location ids field is required."]})
    wanted = set(location_ids)
    if Location.objects.visible_to(actor).filter(pk__in=wanted).count() != len(wanted):
        raise invalid({"location_ids": ["The selected location ids are invalid."]})


def user_for_update(*, user_id: int, agents: bool, actor: Actor) -> User:
    rows = User.objects.visible_to(actor).filter(
        pk=user_id, user_type="user", is_commission_agent=agents, deleted_at__isnull=True
    )
    user = rows.select_for_update().first()
    if user is None:
        raise not_found("commission_agent" if agents else "user")
    return user


def enter_user(*, values: Mapping[str, Any], actor: Actor, now: datetime) -> User:
    """values: model fields; a username of None stays None, one that is taken is refused."""
    user = User(**{"password": UNUSABLE, **values}, business_id=actor.business_id, created_at=now, updated_at=now)
    _check_username(user.username, None)
    _guarded(lambda: user.save(force_insert=True))
    return user


def change_user(*, user: User, values: Mapping[str, Any], now: datetime) -> None:
    if values.get("username") is not None:
        _check_username(values["username"], user.pk)
    for name, value in values.items():
        setattr(user, name, value)
    user.updated_at = now
    _guarded(lambda: user.save(update_fields=[*values, "updated_at"]))


def give_role(*, user: User, role: Role) -> None:
    """The one role that a dialect knows: it replaces those before it."""
    user.roles.set([role])


def give_locations(*, user: User, location_ids: Collection[int] | None) -> None:
    """None: all of the business."""
    user.all_locations = location_ids is None
    user.save(update_fields=["all_locations"])
    user.locations.set(location_ids or ())


def need_another_administrator(*, user: User, actor: Actor) -> None:
    """Refuses a change after which nobody could administer the business."""
    if not user.roles.filter(is_admin=True).exists():
        return
    others = User.objects.visible_to(actor).filter(roles__is_admin=True, status="active", deleted_at__isnull=True)
    others = others.exclude(pk=user.pk)
    if user.is_active:
        others = others.filter(allow_login=True)
    if not others.exists():
        raise rule("user.last_administrator", "The business needs at least one administrator who can sign in.")


def stop_login(*, user: User, now: datetime) -> None:
    change_user(user=user, values={"allow_login": False, "username": None, "password": UNUSABLE}, now=now)
    revoke_all(user_id=user.pk, now=now)


def remove_user(*, user: User, now: datetime) -> None:
    """The row stays, for sales and shifts name it; its user name is free again."""
    change_user(user=user, values={"deleted_at": now, "username": None, "password": UNUSABLE}, now=now)
    revoke_all(user_id=user.pk, now=now)


def free_username(*, first_name: str, last_name: str) -> str:
    """Made of the name: "ada.lovelace", and where that is taken "ada.lovelace2"."""
    plain = unicodedata.normalize("NFKD", f"{first_name} {last_name}").encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", ".", plain).strip(".")[:60] or "user"
    taken = {
        name.lower() for name in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    number = 1
    while (name := stem if number == 1 else f"{stem}{number}") in taken:
        number += 1
    return name


def _taken() -> DomainError:
    return invalid({"username": ["The username has already been taken."]})


def _check_username(username: str | None, own_id: int | None) -> None:
    """Unique over the installation, whatever the case of its letters: people type it at the till."""
    if username is not None and User.objects.filter(username__iexact=username).exclude(pk=own_id).exists():
        raise _taken()


def _guarded(write: Any) -> None:
    """The check above may lose a race; the constraint does not."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        if "username" in str(error):
            raise _taken() from None
        raise
