from __future__ import annotations

from decimal import Decimal

from django.db.models import Sum

from polytill.domain.stored_value.models import Wallet, WalletEntry
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


def points_of_sale(sale_id: int, contact_id: int, actor: Actor) -> Decimal:
    """What a sale earned less what it spent, as far as it has not been undone."""
    entries = WalletEntry.objects.visible_to(actor).filter(
        source_kind="sale", source_id=sale_id, wallet__kind="points", wallet__contact_id=contact_id
    )
    net: Decimal | None = entries.aggregate(sum=Sum("amount"))["sum"]
    return ZERO if net is None else net
