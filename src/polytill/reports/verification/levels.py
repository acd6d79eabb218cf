"""Levels against the sums of their entries, compared in the database as the whole numbers that it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from polytill.domain.payments.models import Account, AccountEntry, Payment
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.stock.models import CostLayer, StockLevel, StockMove
from polytill.domain.storage.sql import amount, fetch
from polytill.domain.stored_value.models import Wallet, WalletEntry
from polytill.kernel.money import plain

Check = Callable[[int | None], Iterator[str]]


def _table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'


def _only(business_id: int | None, column: str) -> tuple[str, list[Any]]:
    return ("", []) if business_id is None else (f" AND {column} = %s", [business_id])


def stock_levels(business_id: int | None) -> Iterator[str]:
    """A level without moves must be nothing, and moves without a level must come to nothing."""
    only, values = _only(business_id, "business_id")
    rows = fetch(
        f"""
        SELECT location_id, variation_id, unit_id, SUM(level), SUM(moved) FROM (
            SELECT location_id, variation_id, unit_id, quantity AS level, 0 AS moved
            FROM {_table(StockLevel)} WHERE 1 = 1{only}
            UNION ALL
            SELECT location_id, variation_id, unit_id, 0, quantity FROM {_table(StockMove)} WHERE 1 = 1{only}
        ) AS both_sides
        GROUP BY location_id, variation_id, unit_id HAVING SUM(level) <> SUM(moved)
        ORDER BY location_id, variation_id, unit_id
        """,
        values * 2,
    )
    for location, variation, unit, level, moved in rows:
        yield (
            f"stock: variation {variation} (unit {unit}) at location {location} has {_text(level)}, "
            f"its moves say {_text(moved)}"
        )


def cost_layers(business_id: int | None) -> Iterator[str]:
    for layer, remaining, moved in _against_sums(
        CostLayer, "remaining", StockMove, "layer_id", "quantity", business_id
    ):
        yield f"stock: layer {layer} has {remaining} left, its moves say {moved}"


def wallets(business_id: int | None) -> Iterator[str]:
    for wallet, balance, entered in _against_sums(Wallet, "balance", WalletEntry, "wallet_id", "amount", business_id):
        yield f"stored value: wallet {wallet} holds {balance}, its entries say {entered}"


def accounts(business_id: int | None) -> Iterator[str]:
    found = _against_sums(Account, "balance", AccountEntry, "account_id", "amount", business_id)
    for account, balance, entered in found:
        yield f"accounts: account {account} holds {balance}, its entries say {entered}"


def sales_paid(business_id: int | None) -> Iterator[str]:
    signed = "CASE WHEN is_return THEN -amount ELSE amount END"
    found = _against_sums(Sale, "paid", Payment, "sale_id", signed, business_id, "voided_at IS NULL")
    for sale, paid, received in found:
        yield f"sales: sale {sale} counts {paid} as paid, its payments say {received}"


def lines_returned(business_id: int | None) -> Iterator[str]:
    """More cannot come back than was sold."""
    only, values = _only(business_id, "business_id")
    rows = fetch(
        f"SELECT sale_id, id, quantity, quantity_returned FROM {_table(SaleLine)} "
        f"WHERE (quantity_returned < 0 OR quantity_returned > quantity){only} ORDER BY id",
        values,
    )
    for sale, line, sold, returned in rows:
        yield f"sales: line {line} of sale {sale} sold {_text(sold)} and took {_text(returned)} back"


def _against_sums(
    holder: type[models.Model],
    level: str,
    entry: type[models.Model],
    key: str,
    value: str,
    business_id: int | None,
    where: str = "1 = 1",
) -> Iterator[tuple[int, str, str]]:
    """(id, level, sum of its entries) wherever the two differ."""
    only, values = _only(business_id, "h.business_id")
    rows = fetch(
        f"SELECT h.id, h.{level}, COALESCE(e.total, 0) FROM {_table(holder)} h LEFT JOIN "
        f"(SELECT {key} AS holder, SUM({value}) AS total FROM {_table(entry)} "
        f"WHERE {where} AND {key} IS NOT NULL GROUP BY {key}) e ON e.holder = h.id "
        f"WHERE h.{level} <> COALESCE(e.total, 0){only} ORDER BY h.id",
        values,
    )
    for holder_id, held, total in rows:
        yield holder_id, _text(held), _text(total)


def _text(raw: Any) -> str:
    return plain(amount(raw))


CHECKS: tuple[Check, ...] = (stock_levels, cost_layers, wallets, accounts, sales_paid, lines_returned)
