"""Writes of the contacts that a user limited to chosen contacts may see."""

from __future__ import annotations

from collections.abc import Collection

from polytill.domain.parties.models import ContactAccess
from polytill.domain.storage.sql import insert_rows
from polytill.kernel.actor import Actor


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
