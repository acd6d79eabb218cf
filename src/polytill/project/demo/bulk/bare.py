"""Tables without their indexes and foreign keys while they are filled; both are built again, and so checked, at the
end, far faster than row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models

from polytill.domain.storage.ids import forget_blocks
from polytill.domain.storage.sql import fetch, marks
from polytill.project.demo.bulk.table import on_sqlite


@contextmanager
def bare(filled: Sequence[type[models.Model]]) -> Iterator[None]:
    """Inside one transaction: where it fails, everything stands as before. SQLite keeps its foreign keys; whoever
    fills has switched their enforcement off for the while."""
    tables = [model._meta.db_table for model in filled]
    if on_sqlite():
        indexes = fetch(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
            f"AND tbl_name IN ({marks(len(tables))})",
            tables,
        )
        keys = []
    else:
        connection.check_constraints()  # what is still to be checked stands in the way of changing a table
        keys = _foreign_keys(tables)
        indexes = _indexes(tables)
    with connection.cursor() as cursor:
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        if not on_sqlite():
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _, statement in indexes:
            cursor.execute(statement)
        for table, name, definition in keys:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')


def _foreign_keys(tables: Sequence[str]) -> list[tuple[str, str, str]]:
    return fetch(
        f"SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' "
        f"AND connamespace = current_schema()::regnamespace AND conrelid::regclass::text IN ({marks(len(tables))})",
        tables,
    )


def _indexes(tables: Sequence[str]) -> list[tuple[str, str]]:
    """Those that no constraint owns."""
    return fetch(
        f"SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema() "
        f"AND i.tablename IN ({marks(len(tables))}) AND NOT EXISTS (SELECT 1 FROM pg_constraint c "
        f"WHERE c.conindid = (quote_ident(i.schemaname) || '.' || quote_ident(i.indexname))::regclass)",
        tables,
    )


def continue_ids(filled: Sequence[type[models.Model]]) -> None:
    """PostgreSQL's sequences go on after the ids that were given here; SQLite's do by themselves."""
    if on_sqlite():
        return
    forget_blocks()
    with connection.cursor() as cursor:
        for model in filled:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), "
                f'(SELECT COALESCE(MAX(id), 0) + 1 FROM "{table}"), false)'
            )


def last_id(model: type[models.Model]) -> int:
    return int(fetch(f'SELECT COALESCE(MAX(id), 0) FROM "{model._meta.db_table}"')[0][0])
