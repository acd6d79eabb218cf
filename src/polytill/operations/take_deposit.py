"""A customer pays in advance: the money goes to its account and stands to his credit."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.business.selectors import place_for
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.parties.selectors import buyers
from polytill.domain.payments.models import Payment
from polytill.domain.payments.services import enter_payments, post_to_accounts
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.kernel.money import LARGEST, fine
from polytill.operations.steps.books import account_of
from polytill.operations.steps.cart import Tender
from polytill.operations.steps.codes import next_code
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=("sell.payments",), demo_refused=True)


def take_deposit(*, contact_id: int, location_id: int, tender: Tender, actor: Actor, now: datetime) -> int:
    """Returns the payment's id."""
    GATE.admit(actor, now)
    place = place_for(actor, location_id)
    if not tender.amount.is_finite() or not 0 < tender.amount <= LARGEST:
        raise invalid({"amount": ["The amount must be greater than 0."]})
    if tender.method not in place.methods or tender.method == "advance":
        raise rule("payment.method_not_enabled", f"The payment method {tender.method} is not enabled at {place.name}.")
    if contact_id not in buyers([contact_id], actor):
        raise invalid({"contact_id": ["The selected contact_id is invalid."]})

    def work() -> int:
        payment = _row(contact_id, tender, account_of(tender, place.methods), location_id, actor, now)
        enter_payments(rows=[payment])
        if payment["account_id"] is not None:
            posting = (payment["account_id"], payment["amount"], payment["id"], "deposit")
            post_to_accounts(postings=[posting], actor=actor, now=now)
        change = WalletChange(contact_id, "advance", payment["amount"], "deposit", "payment", payment["id"])
        change_wallets(changes=[change], actor=actor, now=now)
        payload = {"contact": contact_id, "number": payment["number"], "amount": payment["amount"]}
        record(facts=[NewFact("deposit.taken", "payment", payment["id"], payload)], actor=actor, now=now)
        return int(payment["id"])

    return durable(work)


def _row(contact_id: int, tender: Tender, account_id: int | None, location_id: int, actor: Actor, now: datetime) -> Row:
    return {
        "id": take_ids({Payment: 1})[Payment][0],
        "business_id": actor.business_id,
        "contact_id": contact_id,
        "account_id": account_id,
        "method": tender.method,
        "amount": fine(tender.amount),
        "is_advance": True,
        "paid_at": tender.paid_at or now,
        "number": next_code("payment", actor=actor, now=now, location_id=location_id),
        "transaction_no": tender.transaction_no,
        "note": tender.note,
        "created_by_id": actor.user_id or None,
        "created_at": now,
        "updated_at": now,
    }
