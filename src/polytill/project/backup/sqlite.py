"""SQLite: copied page by page while the shop sells, by SQLite's own online backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from polytill.kernel.errors import rule

FILE = "database.sqlite3"


def dump(database: str, folder: Path) -> dict[str, int]:
    """Returns the rows of each table in the copy."""
    target = folder / FILE
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        # One file, whole by itself, without a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    return counted(target)


def load(folder: Path, database: str) -> dict[str, int]:
    with closing(sqlite3.connect(folder / FILE)) as copy, closing(sqlite3.connect(database, timeout=30)) as target:
        copy.backup(target)
        target.execute("PRAGMA journal_mode = WAL")
    return counted(Path(database))


def counted(file: Path) -> dict[str, int]:
    """Rows of each table. Refuses a damaged file."""
    with closing(sqlite3.connect(file)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise rule("backup.damaged", f"The database file is damaged: {verdict}")
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        return {
            name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for (name,) in connection.execute(names).fetchall()
        }
