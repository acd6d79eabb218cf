"""How a prebuilt statement reaches the engine: over Django's connection, past Django's cursors.

Those cost more than many a statement does. Here a statement's text is translated once and kept, PostgreSQL prepares
it on the server, and `together` sends statements without waiting for their answers. Where somebody watches Django's
queries (DEBUG, a test that counts them), statements take Django's way and are seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.numeric import Int8

Values = Sequence[Any]
Rows = list[tuple[Any, ...]]
# Statements are prepared where we ask for it and never by a count of their uses: the ORM's texts are too many.
NEVER_BY_ITSELF = 2**31 - 1
MOST_PREPARED = 400
# An insert of more rows is rare; its text would only push others out.
LONGEST_PREPARED = 6_000


def rows(sql: str, values: Values = ()) -> Rows:
    """Placeholders are %s on both engines, a literal per cent sign is %%."""
    database = _open()
    if _watched(database):
        with database.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
    with database.wrap_database_errors:
        if database.vendor == "sqlite":
            return database.connection.execute(question_marks(sql), values).fetchall()
        return _postgresql(database.connection, sql, values).fetchall()


def write(sql: str, values: Values = ()) -> None:
    database = _open()
    if _watched(database):
        with database.cursor() as cursor:
            cursor.execute(sql, values)
        return
    with database.wrap_database_errors:
        if database.vendor == "sqlite":
            database.connection.execute(question_marks(sql), values)
        else:
            _postgresql(database.connection, sql, values)


def counted(sql: str, values: Values = ()) -> int:
    """The number of rows that the statement changed. Waits for it, also in `together`."""
    database = _open()
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        if cursor.rowcount < 0 and database.vendor == "postgresql":
            with database.wrap_database_errors, database.connection.pipeline():
                pass  # an inner pipeline waits for what is under way when it ends
        return int(cursor.rowcount)


@contextmanager
def together() -> Iterator[None]:
    """PostgreSQL: statements go out without waiting for each other; one that reads waits for what went before it.

    A failed write is told by the next read, or at the end. Put it around the transaction, so that COMMIT goes along.
    The ORM may read in here, not write: it wants to know how many rows it changed.
    """
    database = _open()
    if database.vendor != "postgresql" or not psycopg.capabilities.has_pipeline():
        yield
        return
    with database.wrap_database_errors, database.connection.pipeline():
        yield


@cache
def vendor() -> str:
    return connections[DEFAULT_DB_ALIAS].vendor


def _open() -> BaseDatabaseWrapper:
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    if database.needs_rollback:
        database.validate_no_broken_transaction()
    return database


def _watched(database: BaseDatabaseWrapper) -> bool:
    return database.queries_logged or bool(database.execute_wrappers)


def _postgresql(connection: Any, sql: str, values: Values) -> Any:
    if connection.prepare_threshold is None:
        connection.prepare_threshold, connection.prepared_max = NEVER_BY_ITSELF, MOST_PREPARED
    # One type for all whole numbers, or each mix of small and large ones would be a statement of its own.
    bound = [Int8(v) if type(v) is int else v for v in values]
    return psycopg.RawCursor(connection).execute(dollars(sql), bound, prepare=len(sql) <= LONGEST_PREPARED)


@lru_cache(maxsize=2048)
def question_marks(sql: str) -> str:
    return "%".join(part.replace("%s", "?") for part in sql.split("%%"))


@lru_cache(maxsize=2048)
def dollars(sql: str) -> bytes:
    pieces: list[str] = []
    count = 0
    for part in sql.split("%%"):
        first, *others = part.split("%s")
        text = first
        for other in others:
            count += 1
            text += f"${count}{other}"
        pieces.append(text)
    return "%".join(pieces).encode()
