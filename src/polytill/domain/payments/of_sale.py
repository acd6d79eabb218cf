"""The payments of one sale, order or return."""

from __future__ import annotations

from polytill.domain.payments.models import Payment
from polytill.kernel.actor import Actor


def has_payments(sale_id: int, actor: Actor) -> bool:
    """One that stands; voided ones don't count."""
    return Payment.objects.visible_to(actor).filter(sale_id=sale_id, voided_at__isnull=True).exists()
