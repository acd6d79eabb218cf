"""What a new business starts with: its roles and its administrator."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from polytill.domain.identity.models import Role, User
from polytill.domain.identity.permissions import CASHIER
from polytill.kernel.errors import invalid


def found_roles(*, business_id: int, now: datetime) -> tuple[Role, Role]:
    """The administrator's and the cashier's."""
    stamps = {"business_id": business_id, "is_default": True, "created_at": now, "updated_at": now}
    admin = Role.objects.create(name="Admin", is_admin=True, **stamps)
    cashier = Role.objects.create(name="Cashier", permissions=sorted(CASHIER), **stamps)
    return admin, cashier


def found_user(
    *, business_id: int, username: str, password: str, role: Role, now: datetime, first_name: str = "", email: str = ""
) -> User:
    _check(username, password)
    user = User(
        business_id=business_id,
        username=username,
        first_name=first_name or username,
        email=email,
        created_at=now,
        updated_at=now,
    )
    user.set_password(password)
    user.save()
    user.roles.add(role)
    return user


def _check(username: str, password: str) -> None:
    wrong: dict[str, list[str]] = {}
    if not username or username != username.strip():
        wrong["username"] = ["A user name is not empty and has no spaces around it."]
    elif User.objects.filter(username=username).exists():
        wrong["username"] = ["The username has already been taken."]
    try:
        validate_password(password, User(username=username))
    except ValidationError as refusal:
        wrong["password"] = list(refusal.messages)
    if wrong:
        raise invalid(wrong)
