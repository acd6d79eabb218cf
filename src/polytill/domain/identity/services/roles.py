from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from polytill.domain.identity.models import Role
from polytill.kernel.actor import Actor
from polytill.kernel.errors import DomainError, invalid, not_found, rule

CASHIER = "Cashier"


def enter_role(*, name: str, permissions: Iterable[str], is_service_staff: bool, actor: Actor, now: datetime) -> Role:
    _check_name(name, None, actor)
    role = Role(
        business_id=actor.business_id,
        name=name,
        permissions=sorted(set(permissions)),
        is_service_staff=is_service_staff,
        created_at=now,
        updated_at=now,
    )
    _guarded(lambda: role.save(force_insert=True))
    return role


def role_for_update(*, role_id: int, actor: Actor) -> Role:
    """Refuses the built-in administrator, whose rights are not a list; the built-in cashier is the shop's to change."""
    role = Role.objects.visible_to(actor).filter(pk=role_id).select_for_update().first()
    if role is None:
        raise not_found("role")
    if role.is_admin or (role.is_default and role.name != CASHIER):
        raise rule("role.protected", f"The role {role.name} is built in and cannot be changed.")
    return role


def change_role(
    *, role: Role, name: str, permissions: Iterable[str], is_service_staff: bool | None, actor: Actor, now: datetime
) -> None:
    """is_service_staff None leaves it. A cashier with another name is no longer the built-in one."""
    _check_name(name, role.pk, actor)
    if name != role.name:
        role.is_default = False
    role.name, role.permissions, role.updated_at = name, sorted(set(permissions)), now
    if is_service_staff is not None:
        role.is_service_staff = is_service_staff
    _guarded(role.save)


def remove_role(*, role: Role) -> None:
    """Who held it holds none."""
    role.delete()


def _check_name(name: str, own_id: int | None, actor: Actor) -> None:
    if "#" in name:
        raise invalid({"name": ["The name must not contain #."]})
    if Role.objects.visible_to(actor).filter(name__iexact=name).exclude(pk=own_id or 0).exists():
        raise _taken()


def _taken() -> DomainError:
    return invalid({"name": ["The name has already been taken."]})


def _guarded(write: Any) -> None:
    """The check above may lose a race; the constraint does not."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        if "name" in str(error):
            raise _taken() from None
        raise
