"""Wallets, accounts, payments and drawers."""

from __future__ import annotations

from collections.abc import Iterator

from polytill.domain.payments.models import Account, AccountEntry, Payment
from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.sales.models import Sale
from polytill.domain.stored_value.models import Wallet, WalletEntry
from polytill.reports.verification.compare import Check, against_sums, broken_runs, found, only, table, text

IN_LESS_OUT = "CASE WHEN type = 'credit' THEN amount ELSE -amount END"


def wallets(business_id: int | None) -> Iterator[str]:
    for wallet, balance, entered in against_sums(Wallet, "balance", WalletEntry, "wallet_id", "amount", business_id):
        yield f"stored value: wallet {wallet} holds {balance}, its entries say {entered}"
    for wallet, entry, balance, running in broken_runs(WalletEntry, "wallet_id", "amount", business_id):
        yield f"stored value: entry {entry} of wallet {wallet} leaves {balance}, the entries up to it say {running}"


def accounts(business_id: int | None) -> Iterator[str]:
    for account, held, entered in against_sums(Account, "balance", AccountEntry, "account_id", "amount", business_id):
        yield f"accounts: account {account} holds {held}, its entries say {entered}"
    for account, entry, balance, running in broken_runs(AccountEntry, "account_id", "amount", business_id):
        yield f"accounts: entry {entry} of account {account} leaves {balance}, the entries up to it say {running}"


def sales_paid(business_id: int | None) -> Iterator[str]:
    signed = "CASE WHEN is_return THEN -amount ELSE amount END"
    rows = against_sums(Sale, "paid", Payment, "sale_id", signed, business_id, entries="voided_at IS NULL")
    for sale, paid, received in rows:
        yield f"sales: sale {sale} counts {paid} as paid, its payments say {received}"


def payment_states(business_id: int | None) -> Iterator[str]:
    business, values = only(business_id)
    rows = found(
        f"SELECT id, payment_status, total, paid FROM {table(Sale)} WHERE status = 'final' AND NOT is_suspended "
        f"AND type IN ('sell', 'sell_return') AND COALESCE(payment_status, '') <> "
        f"CASE WHEN paid >= total THEN 'paid' WHEN paid > 0 THEN 'partial' ELSE 'due' END{business} ORDER BY id",
        values,
    )
    for sale, state, total, paid in rows:
        yield f"sales: sale {sale} is called {state or 'nothing'}, {text(paid)} of {text(total)} is paid"


def drawers(business_id: int | None) -> Iterator[str]:
    """A payment's lines in a drawer come to its amount; to nothing where it was voided before the count."""
    business, values = only(business_id, "m.business_id")
    rows = found(
        f"SELECT m.payment_id, p.id, p.amount, SUM({IN_LESS_OUT.replace('amount', 'm.amount')}) "
        f"FROM {table(CashMovement)} m LEFT JOIN {table(Payment)} p ON p.id = m.payment_id "
        f"WHERE m.payment_id IS NOT NULL{business} GROUP BY m.payment_id, p.id, p.amount, p.voided_at "
        f"HAVING p.id IS NULL OR NOT (ABS(SUM({IN_LESS_OUT.replace('amount', 'm.amount')})) = p.amount "
        f"OR (p.voided_at IS NOT NULL AND SUM({IN_LESS_OUT.replace('amount', 'm.amount')}) = 0)) ORDER BY m.payment_id",
        values,
    )
    for payment, known, amount, moved in rows:
        says = "there is no such payment" if known is None else f"the payment says {text(amount)}"
        yield f"registers: the drawer took {text(moved)} for payment {payment}, {says}"


def tills(business_id: int | None) -> Iterator[str]:
    """Each payment that a sale at the till took with it went into that drawer."""
    business, values = only(business_id, "p.business_id")
    # Both sides in one pile: a join that looks for what is missing goes row by row where statistics are stale.
    rows = found(
        f"SELECT payment, MAX(sale), MAX(shift) FROM ("
        f"SELECT p.id AS payment, s.id AS sale, s.shift_id AS shift, 0 AS moved "
        f"FROM {table(Payment)} p JOIN {table(Sale)} s ON s.id = p.sale_id "
        f"WHERE s.type = 'sell' AND s.shift_id IS NOT NULL AND p.created_at = s.created_at{business} "
        f"UNION ALL SELECT p.payment_id, NULL, NULL, 1 FROM {table(CashMovement)} p "
        f"WHERE p.payment_id IS NOT NULL{business}) AS pile "
        f"GROUP BY payment HAVING SUM(moved) = 0 ORDER BY payment",
        values * 2,
    )
    for payment, sale, shift in rows:
        yield f"registers: payment {payment} of sale {sale} is missing from shift {shift}"


def closings(business_id: int | None) -> Iterator[str]:
    """What a closed drawer should have held is what its lines say."""
    rows = against_sums(
        Shift, "expected_cash", CashMovement, "shift_id", IN_LESS_OUT, business_id,
        entries="method = 'cash'", holders="h.status = 'close' AND h.expected_cash IS NOT NULL",
    )  # fmt: skip
    for shift, expected, moved in rows:
        yield f"registers: shift {shift} was closed with {expected} expected, its cash lines say {moved}"


CHECKS: tuple[Check, ...] = (wallets, accounts, sales_paid, payment_states, drawers, tills, closings)
