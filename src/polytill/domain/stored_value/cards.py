"""Gift cards: money on a card, spent by whoever brings it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from polytill.domain.stored_value.models import Wallet, WalletEntry
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid


def enter_card(
    *, number: str, amount: Decimal, contact_id: int | None, expires_on: date | None, actor: Actor, now: datetime
) -> int:
    if Wallet.objects.visible_to(actor).filter(card_number=number).exists():
        raise invalid({"card_no": ["The card no has already been taken."]})
    wallet = Wallet.objects.create(
        business_id=actor.business_id,
        kind="gift_card",
        contact_id=contact_id,
        card_number=number,
        balance=amount,
        expires_on=expires_on,
        created_at=now,
        updated_at=now,
    )
    WalletEntry.objects.create(
        business_id=actor.business_id,
        wallet=wallet,
        amount=amount,
        balance=amount,
        reason="deposit",
        expires_on=expires_on,
        created_by_id=actor.user_id or None,
        at=now,
    )
    return int(wallet.pk)
