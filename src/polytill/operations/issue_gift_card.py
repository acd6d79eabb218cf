"""A new gift card with money on it. How it was paid for stands in the sale that sold it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from polytill.domain.parties.selectors import contacts_exist
from polytill.domain.stored_value.cards import enter_card
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import LARGEST, fine
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("sell.create", "direct_sell.access"), demo_refused=True)


def issue_gift_card(
    *,
    number: str,
    amount: Decimal,
    contact_id: int | None = None,
    expires_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """contact: for whom it is meant; it does not have to be known."""
    GATE.admit(actor, now)
    wrong: dict[str, list[str]] = {}
    if not number.strip():
        wrong["card_no"] = ["The card no field is required."]
    if not amount.is_finite() or not 0 < amount <= LARGEST:
        wrong["value"] = ["The amount must be greater than 0."]
    if contact_id is not None and not contacts_exist((contact_id,), actor):
        wrong["contact_id"] = ["The selected contact_id is invalid."]
    if wrong:
        raise invalid(wrong)

    def enter() -> int:
        return enter_card(
            number=number.strip(),
            amount=fine(amount),
            contact_id=contact_id,
            expires_on=expires_on,
            actor=actor,
            now=now,
        )

    payload = {"amount": amount, "expires_on": expires_on}
    return written(enter, fact="gift_card.issued", subject="wallet", payload=payload, actor=actor, now=now)
