"""Who may hold a credential, and who may give or take it."""

from __future__ import annotations

from polytill.domain.identity.models import User
from polytill.kernel.actor import Actor
from polytill.kernel.errors import forbidden, invalid, not_found

DIALECTS = ("integration", "ultimatepos", "asalta", "nexopos")
LONGEST_NAME = 191


def may_handle(user_id: int, actor: Actor) -> None:
    """Everybody his own; another's only who may change users. A credential of an administrator gives all rights, so
    only an administrator hands one out."""
    if user_id != actor.user_id:
        actor.need("user.update")


def holder(user_id: int, actor: Actor) -> User:
    user = User.objects.visible_to(actor).filter(pk=user_id, deleted_at__isnull=True).prefetch_related("roles").first()
    if user is None:
        raise not_found("user")
    if not user.is_active:
        raise forbidden("user.may_not_sign_in", "This user may not sign in.")
    if user.pk != actor.user_id and not actor.is_admin and any(role.is_admin for role in user.roles.all()):
        raise forbidden()
    return user


def check_label(dialect: str, name: str) -> None:
    wrong: dict[str, list[str]] = {}
    if dialect not in DIALECTS:
        wrong["dialect"] = ["The selected dialect is invalid."]
    if not 0 < len(name) <= LONGEST_NAME:
        wrong["name"] = [f"The name holds 1 to {LONGEST_NAME} characters."]
    if wrong:
        raise invalid(wrong)
