"""A contact that another record names must be the business's own."""

from __future__ import annotations

from polytill.domain.parties.models import Contact
from polytill.kernel.actor import Actor


def supplier_exists(contact_id: int, actor: Actor) -> bool:
    rows = Contact.objects.visible_to(actor).filter(pk=contact_id, type__in=("supplier", "both"))
    return rows.filter(deleted_at__isnull=True).exists()
