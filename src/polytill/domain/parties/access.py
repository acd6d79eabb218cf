"""Which contacts a user limited to chosen contacts may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from polytill.domain.parties.models import Contact, ContactAccess
from polytill.domain.storage.sql import insert_rows
from polytill.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ChosenContact:
    id: int
    name: str


def chosen_contacts_of(user_id: int, actor: Actor) -> list[ChosenContact]:
    rows = ContactAccess.objects.visible_to(actor).filter(user_id=user_id, contact__deleted_at__isnull=True)
    found = rows.order_by("contact_id").values_list("contact_id", "contact__name")
    return [ChosenContact(contact_id, name) for contact_id, name in found]


def contacts_exist(contact_ids: Collection[int], actor: Actor) -> bool:
    """All of them, in the actor's business."""
    wanted = set(contact_ids)
    found = Contact.objects.visible_to(actor).filter(pk__in=wanted, deleted_at__isnull=True)
    return found.count() == len(wanted)


def choose_contacts(*, user_id: int, contact_ids: Collection[int], actor: Actor) -> None:
    """Replaces the list."""
    wanted = set(contact_ids)
    rows = ContactAccess.objects.visible_to(actor).filter(user_id=user_id)
    known = set(rows.values_list("contact_id", flat=True))
    rows.filter(contact_id__in=known - wanted).delete()
    new = sorted(wanted - known)
    insert_rows(
        ContactAccess,
        [{"business_id": actor.business_id, "user_id": user_id, "contact_id": contact_id} for contact_id in new],
    )
