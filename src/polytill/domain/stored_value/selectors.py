from __future__ import annotations

from decimal import Decimal

from polytill.domain.stored_value.models import Wallet
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO


def balance_of(contact_id: int, kind: str, actor: Actor) -> Decimal:
    """What a customer has of a kind (advance: money, points: points); nothing where there is no wallet yet."""
    found = (
        Wallet.objects.visible_to(actor)
        .filter(contact_id=contact_id, kind=kind)
        .values_list("balance", flat=True)
        .first()
    )
    return ZERO if found is None else found
