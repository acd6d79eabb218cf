"""The index behind the search: trigrams of catalog_variation.search_text, on both engines.

A later migration that alters the variation table on SQLite rebuilds it and so drops its triggers: let it end with
`migrations.RunPython(search_index.build)`.
"""

from __future__ import annotations

from typing import Any

INDEX = "catalog_variation_search"
TABLE = "catalog_variation"

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (search_text gin_trgm_ops)",
)
# The index holds no text of its own: it reads the variation's. Deleting needs the text as it was.
_DELETE = f"INSERT INTO {INDEX} ({INDEX}, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
_INSERT = f"INSERT INTO {INDEX} (rowid, search_text) VALUES (new.id, new.search_text);"
SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5"
    f"(search_text, content='{TABLE}', content_rowid='id', tokenize='trigram')",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {_INSERT} END",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {_DELETE} END",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_update AFTER UPDATE OF search_text ON {TABLE} "
    f"WHEN old.search_text <> new.search_text BEGIN {_DELETE} {_INSERT} END",
    f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')",
)
GONE_SQLITE = (
    *(f"DROP TRIGGER IF EXISTS {INDEX}_{event}" for event in ("insert", "delete", "update")),
    f"DROP TABLE IF EXISTS {INDEX}",
)


def build(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in GONE_SQLITE if sqlite else (f"DROP INDEX IF EXISTS {INDEX}",):
        schema_editor.execute(statement)
