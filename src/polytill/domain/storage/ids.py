"""Row ids known before the insert, so that a document and its lines go out in few statements without asking back.

PostgreSQL: blocks of the table's own sequence, kept by the process; a block lost to a restart leaves a gap in ids,
never in document numbers. SQLite: there is one writer, so the next id is read inside its transaction.
"""

from __future__ import annotations

import threading
from collections import deque

from django.db import DEFAULT_DB_ALIAS, connections, models

from polytill.domain.storage import wire

BLOCK = 200
_lock = threading.Lock()
_blocks: dict[tuple[str, str], deque[int]] = {}


def take_ids(counts: dict[type[models.Model], int]) -> dict[type[models.Model], list[int]]:
    """That many fresh ids of each model, ascending. Call inside the writing transaction."""
    wanted = {model: n for model, n in counts.items() if n}
    if wire.vendor() == "sqlite":
        return _sqlite(wanted)
    return {model: _postgres(model._meta.db_table, n) for model, n in wanted.items()}


def _sqlite(counts: dict[type[models.Model], int]) -> dict[type[models.Model], list[int]]:
    tables = {model._meta.db_table: model for model in counts}
    question = f"SELECT name, seq FROM sqlite_sequence WHERE name IN ({', '.join(['%s'] * len(tables))})"
    last: dict[str, int] = dict(wire.rows(question, list(tables)))
    return {model: list(range(last.get(t, 0) + 1, last.get(t, 0) + 1 + counts[model])) for t, model in tables.items()}


def _postgres(table: str, count: int) -> list[int]:
    # Two databases in one process (tests) must not share blocks.
    key = (str(connections.settings[DEFAULT_DB_ALIAS]["NAME"]), table)
    with _lock:
        block = _blocks.setdefault(key, deque())
        if len(block) < count:
            found = wire.rows(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, CAST(%s AS bigint))",
                [f'"{table}"', max(BLOCK, count)],
            )
            block.extend(row[0] for row in found)
        return [block.popleft() for _ in range(count)]


def forget_blocks() -> None:
    """After a fork or a reset of the sequences."""
    with _lock:
        _blocks.clear()
