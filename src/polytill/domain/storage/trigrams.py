"""An index of parts of texts, for searches of any substring: GIN on PostgreSQL, an FTS5 table on SQLite.

A later migration that alters an indexed table on SQLite rebuilds it and so drops its triggers: let it end with `build`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from polytill.domain.storage.sql import fetch, marks

# Shorter ones have no trigram.
SHORTEST = 3
FEW = 1000
SIGNS = "\\%_"  # what LIKE does not take literally, the escape itself first
Step = Callable[[Any, Any], None]


def index(table: str, columns: Sequence[str]) -> tuple[Step, Step]:
    """The forward and the backward step of a migration."""

    def build(apps: Any, schema_editor: Any) -> None:
        make = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql
        for statement in make(table, columns):
            schema_editor.execute(statement)

    def drop(apps: Any, schema_editor: Any) -> None:
        for statement in _gone(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    return build, drop


def name_of(table: str) -> str:
    return f"{table}_search"


def _postgresql(table: str, columns: Sequence[str]) -> list[str]:
    parts = ", ".join(f"{column} gin_trgm_ops" for column in columns)
    return [
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        f"CREATE INDEX IF NOT EXISTS {name_of(table)} ON {table} USING gin ({parts})",
    ]


def _sqlite(table: str, columns: Sequence[str]) -> list[str]:
    """The index holds no text of its own: it reads the table's. Deleting needs the text as it was."""
    name, listed = name_of(table), ", ".join(columns)
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    delete = f"INSERT INTO {name} ({name}, rowid, {listed}) VALUES ('delete', old.id, {old});"
    insert = f"INSERT INTO {name} (rowid, {listed}) VALUES (new.id, {new});"
    differs = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    return [
        *_gone(table, "sqlite"),
        f"CREATE VIRTUAL TABLE {name} USING fts5({listed}, content='{table}', content_rowid='id', tokenize='trigram', "
        f"detail='none')",
        f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {insert} END",
        f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {delete} END",
        f"CREATE TRIGGER {name}_update AFTER UPDATE OF {listed} ON {table} WHEN {differs} BEGIN {delete} {insert} END",
        f"INSERT INTO {name} ({name}) VALUES ('rebuild')",
    ]


def _gone(table: str, vendor: str) -> list[str]:
    if vendor != "sqlite":
        return [f"DROP INDEX IF EXISTS {name_of(table)}"]
    events = ("insert", "delete", "update")
    return [
        *(f"DROP TRIGGER IF EXISTS {name_of(table)}_{event}" for event in events),
        f"DROP TABLE IF EXISTS {name_of(table)}",
    ]


def contains(table: str, alias: str, columns: Sequence[str], term: str) -> tuple[str, list[Any]]:
    """A condition and its parameters: the term is a part of one of the indexed columns, whatever the case."""
    ids = few_with(table, columns, term)
    if ids is None:
        return in_texts([f"{alias}.{column}" for column in columns], term)
    return f"{alias}.id IN ({marks(len(ids)) or 'NULL'})", [*ids]


def few_with(table: str, columns: Sequence[str], term: str) -> list[int] | None:
    """SQLite: the ids of all rows that have it, of any business, where they are few.

    None where they are many, the term is too short for the index, or PostgreSQL's planner knows what to do.
    """
    is_unindexed = len(term) < SHORTEST or any(sign in term for sign in SIGNS)
    if connection.vendor != "sqlite" or is_unindexed:
        return None
    # LIKE on the table of the index goes by its trigrams, and is checked against the texts.
    found: set[int] = set()
    for column in columns:
        sql = f"SELECT rowid FROM {name_of(table)} WHERE {column} LIKE %s LIMIT {FEW + 1}"
        found |= {row[0] for row in fetch(sql, [f"%{term}%"])}
        if len(found) > FEW:
            return None
    return sorted(found)


def in_texts(expressions: Sequence[str], term: str) -> tuple[str, list[Any]]:
    """The same of any expressions; an index answers where the engine has one."""
    like = "LIKE" if connection.vendor == "sqlite" else "ILIKE"
    text = term
    for sign in SIGNS:
        text = text.replace(sign, f"\\{sign}")
    clause = " OR ".join(f"{expression} {like} %s ESCAPE '\\'" for expression in expressions)
    return f"({clause})", [f"%{text}%"] * len(expressions)
