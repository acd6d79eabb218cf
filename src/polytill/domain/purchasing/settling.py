from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from polytill.domain.purchasing.models import Purchase
from polytill.kernel.actor import Actor


def settle_purchase(*, purchase_id: int, paid: Decimal, status: str, actor: Actor, now: datetime) -> None:
    rows = Purchase.objects.visible_to(actor).filter(pk=purchase_id)
    rows.update(paid=paid, payment_status=status, updated_at=now)


def lock_purchase(*, purchase_id: int, actor: Actor) -> None:
    """Held to the commit, so that its payments are counted one after the other."""
    list(Purchase.objects.visible_to(actor).filter(pk=purchase_id).select_for_update().values_list("id"))
