"""Whether documents name a record that is about to go."""

from __future__ import annotations

from polytill.domain.sales.models import Sale
from polytill.kernel.actor import Actor


def uses_service_type(service_type_id: int, actor: Actor) -> bool:
    """Any document counts, voided ones too: their rows stay."""
    return Sale.objects.visible_to(actor).filter(service_type_id=service_type_id).exists()
