"""What a payment of a sale does to money accounts and to the customer's advance balance, and how that is undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.payments.services import post_to_accounts
from polytill.domain.storage.sql import Row
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.kernel.actor import Actor

# What the business pays for with money of its own.
OUTGOING = frozenset({"sell_return", "purchase", "expense"})


def flow(payment: Row, document_type: str) -> Decimal:
    """Money that comes in; what goes out is negative. A payment of a return goes out, change of it would come back."""
    goes_out = payment["is_return"] != (document_type in OUTGOING)
    amount: Decimal = payment["amount"]
    return -amount if goes_out else amount


def move_money(
    payments: Sequence[Row], document: Row, *, actor: Actor, now: datetime, undo: bool = False, reason: str = "sale"
) -> None:
    """Books the payments, or takes them back. Call it behind the series' locks, as a checkout does.

    document: its id and its type. What a purchase is paid with from an advance is the supplier's.
    """
    sign = -1 if undo else 1
    flows = [(p, sign * flow(p, document["type"])) for p in payments]
    post_to_accounts(
        postings=[(p["account_id"], change, p["id"], reason) for p, change in flows if p["account_id"] is not None],
        actor=actor,
        now=now,
    )
    # What is paid from the balance leaves it; a refund into it comes back. A purchase takes from what the shop has
    # paid its supplier in advance.
    change_wallets(
        changes=[
            WalletChange(
                contact_id=p["contact_id"],
                kind="advance",
                amount=_from_balance(change, document["type"]),
                reason="undone"
                if undo
                else "refund"
                if p["is_return"] or document["type"] == "sell_return"
                else "payment",
                source_kind="purchase" if document["type"].startswith("purchase") else "sale",
                source_id=document["id"],
                may_go_below=undo,
            )
            for p, change in flows
            if p["method"] == "advance"
        ],
        actor=actor,
        now=now,
    )


def _from_balance(change: Decimal, document_type: str) -> Decimal:
    return change if document_type == "purchase" else -change
