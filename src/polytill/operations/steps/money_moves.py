"""What a payment of a sale does to money accounts and to the customer's advance balance, and how that is undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.payments.services import post_to_accounts
from polytill.domain.storage.sql import Row
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.kernel.actor import Actor


def flow(payment: Row, document_type: str) -> Decimal:
    """Money that comes in; what goes out is negative. A payment of a return goes out, change of it would come back."""
    goes_out = payment["is_return"] != (document_type == "sell_return")
    amount: Decimal = payment["amount"]
    return -amount if goes_out else amount


def move_money(
    payments: Sequence[Row], sale: Row, *, actor: Actor, now: datetime, undo: bool = False, reason: str = "sale"
) -> None:
    """Books the payments, or takes them back. Call it behind the series' locks, as a checkout does."""
    sign = -1 if undo else 1
    flows = [(p, sign * flow(p, sale["type"])) for p in payments]
    post_to_accounts(
        postings=[(p["account_id"], change, p["id"], reason) for p, change in flows if p["account_id"] is not None],
        actor=actor,
        now=now,
    )
    # What is paid from the balance leaves it; a refund into it comes back to the customer.
    change_wallets(
        changes=[
            WalletChange(
                contact_id=p["contact_id"],
                kind="advance",
                amount=-change,
                reason="undone" if undo else "payment" if change > 0 else "refund",
                source_kind="sale",
                source_id=sale["id"],
                may_go_below=undo,
            )
            for p, change in flows
            if p["method"] == "advance"
        ],
        actor=actor,
        now=now,
    )
