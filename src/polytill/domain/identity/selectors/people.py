"""Users as other rooms ask for them: by id or by name."""

from __future__ import annotations

from collections.abc import Iterable

from polytill.domain.identity.models import User
from polytill.kernel.actor import Actor


def names_of(user_ids: Iterable[int], actor: Actor) -> dict[int, str]:
    rows = User.objects.visible_to(actor).filter(pk__in=set(user_ids))
    return {row.pk: row.full_name for row in rows}


def user_by_name_for_system(username: str) -> User | None:
    """Of all businesses. The name as it is stored, else the only one that differs in the case of its letters."""
    if "\x00" in username:
        return None
    users = User.objects.filter(deleted_at__isnull=True)
    found = users.filter(username=username).first()
    if found is None:
        alike = list(users.filter(username__iexact=username)[:2])
        found = alike[0] if len(alike) == 1 else None
    return found


def staff_exists(user_id: int, actor: Actor) -> bool:
    """A user of the business, agents included, who has not been deleted."""
    return User.objects.visible_to(actor).filter(pk=user_id, deleted_at__isnull=True).exists()
