"""Levels against sums, compared in the database as the whole numbers that it holds. What agrees is never fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from polytill.domain.storage.sql import amount, fetch
from polytill.kernel.money import plain

Check = Callable[[int | None], Iterator[str]]
# Past this many faults of one kind another line tells nothing new.
MOST_LINES = 1000


def table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'


def only(business_id: int | None, column: str = "business_id") -> tuple[str, list[Any]]:
    """A further condition, and its value, for one business or for all."""
    return ("", []) if business_id is None else (f" AND {column} = %s", [business_id])


def found(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    return fetch(f"{sql} LIMIT {MOST_LINES}", values)


def against_sums(
    holder: type[models.Model],
    level: str,
    entry: type[models.Model],
    key: str,
    value: str,
    business_id: int | None,
    *,
    entries: str = "1 = 1",
    holders: str = "1 = 1",
) -> Iterator[tuple[int, str, str]]:
    """(id, level, sum of its entries) wherever the two differ. entries and holders: conditions on their rows."""
    business, values = only(business_id, "h.business_id")
    rows = found(
        f"SELECT h.id, h.{level}, COALESCE(e.total, 0) FROM {table(holder)} h LEFT JOIN "
        f"(SELECT {key} AS holder, SUM({value}) AS total FROM {table(entry)} "
        f"WHERE {entries} AND {key} IS NOT NULL GROUP BY {key}) e ON e.holder = h.id "
        f"WHERE h.{level} <> COALESCE(e.total, 0) AND {holders}{business} ORDER BY h.id",
        values,
    )
    for holder_id, held, total in rows:
        yield holder_id, text(held), text(total)


def broken_runs(entry: type[models.Model], key: str, value: str, business_id: int | None) -> Iterator[tuple[Any, ...]]:
    """(*key, id, balance, running sum) of the first entry of each key whose balance is not the sum up to it."""
    business, values = only(business_id)
    rows = found(
        f"SELECT {key}, id, balance, running FROM ("
        f"SELECT {key}, id, balance, running, ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY id) AS place FROM ("
        f"SELECT {key}, id, balance, SUM({value}) OVER (PARTITION BY {key} ORDER BY id) AS running "
        f"FROM {table(entry)} WHERE 1 = 1{business}) AS running_sums WHERE balance <> running) AS broken "
        f"WHERE place = 1 ORDER BY id",
        values,
    )
    for *names, entry_id, balance, running in rows:
        yield *names, entry_id, text(balance), text(running)


def text(raw: Any) -> str:
    return plain(amount(raw))
