from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.payments.models import Account, AccountEntry, Payment
from polytill.domain.storage.fields import AmountField
from polytill.domain.storage.sql import Row, amount, fetch, insert_rows
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid

ACCOUNT = Account._meta.db_table


def enter_payments(*, rows: Sequence[Row]) -> None:
    insert_rows(Payment, rows)


def post_to_accounts(*, postings: Sequence[tuple[int, Decimal, int | None, str]], actor: Actor, now: datetime) -> None:
    """(account, signed amount, payment, reason): the entries, and the balances with them, in the order of accounts."""
    if not postings:
        return
    totals: dict[int, Decimal] = defaultdict(lambda: Decimal(0))
    for account_id, change, _, _ in postings:
        totals[account_id] += change
    balance: dict[int, Decimal] = {}
    for account_id in sorted(totals):
        found = fetch(
            f"UPDATE {ACCOUNT} SET balance = balance + %s WHERE id = %s AND business_id = %s AND deleted_at IS NULL "
            f"AND NOT is_closed RETURNING balance",
            [AmountField.scaled(totals[account_id]), account_id, actor.business_id],
        )
        if not found:
            raise invalid({"account_id": ["The selected account_id is invalid."]})
        balance[account_id] = amount(found[0][0]) - totals[account_id]
    entries = []
    for account_id, change, payment_id, reason in postings:
        balance[account_id] += change
        entries.append(
            {
                "business_id": actor.business_id,
                "account_id": account_id,
                "payment_id": payment_id,
                "amount": change,
                "balance": balance[account_id],
                "reason": reason,
                "created_by_id": actor.user_id or None,
                "at": now,
            }
        )
    insert_rows(AccountEntry, entries)
