from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from polytill.domain.storage.fields import AmountField
from polytill.domain.storage.sql import amount, bind, fetch, insert_rows
from polytill.domain.stored_value.models import Wallet, WalletEntry
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.kernel.money import plain

WALLET = Wallet._meta.db_table


@dataclass(frozen=True, slots=True)
class WalletChange:
    """amount is signed: negative spends. may_go_below: an undoing, which what has been spent since does not stop."""

    contact_id: int
    kind: str  # advance, points
    amount: Decimal
    reason: str
    source_kind: str = ""
    source_id: int | None = None
    note: str = ""
    may_go_below: bool = False


def change_wallets(*, changes: Sequence[WalletChange], actor: Actor, now: datetime) -> None:
    """Enters the changes one by one; spending more than there is refused, whoever races for it: the row is locked."""
    entries = []
    for change in sorted(changes, key=lambda c: (c.contact_id, c.kind)):
        wallet_id, balance = _change(change, actor, now)
        if change.amount < 0 and balance < 0 and not change.may_go_below:
            raise rule("wallet.too_small", f"Only {plain(balance - change.amount)} is left.", kind=change.kind)
        entries.append(
            {
                "business_id": actor.business_id,
                "wallet_id": wallet_id,
                "amount": change.amount,
                "balance": balance,
                "reason": change.reason,
                "source_kind": change.source_kind,
                "source_id": change.source_id,
                "note": change.note,
                "created_by_id": actor.user_id or None,
                "at": now,
            }
        )
    insert_rows(WalletEntry, entries)


def _change(change: WalletChange, actor: Actor, now: datetime) -> tuple[int, Decimal]:
    rows = fetch(
        f"INSERT INTO {WALLET} (business_id, contact_id, kind, balance, created_at, updated_at) "
        f"VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (contact_id, kind) WHERE NOT (kind = 'gift_card') "
        f"DO UPDATE SET balance = {WALLET}.balance + excluded.balance, updated_at = excluded.updated_at "
        f"RETURNING id, balance",
        [actor.business_id, change.contact_id, change.kind, AmountField.scaled(change.amount), bind(now), bind(now)],
    )
    return rows[0][0], amount(rows[0][1])
