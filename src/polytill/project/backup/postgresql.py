"""PostgreSQL: its own pg_dump and pg_restore, with the row counts of the very same snapshot."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from polytill.kernel.errors import rule

FILE = "database.dump"


def dump(settings: dict[str, Any], folder: Path) -> dict[str, int]:
    """Returns the rows of each table in the dump."""
    program = _program("pg_dump")
    with psycopg.connect(**_connection(settings)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        rows = _counted(connection)
        arguments = ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={folder / FILE}"]
        _run([program, *arguments], settings)
    _run([_program("pg_restore"), "--list", str(folder / FILE)], settings, into_database=False)
    return rows


def load(folder: Path, settings: dict[str, Any]) -> dict[str, int]:
    arguments = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    database = f"--dbname={settings['NAME']}"
    _run([_program("pg_restore"), *arguments, database, str(folder / FILE)], settings)
    return counted(settings)


def counted(settings: dict[str, Any]) -> dict[str, int]:
    with psycopg.connect(**_connection(settings)) as connection:
        return _counted(connection)


def _counted(connection: psycopg.Connection[Any]) -> dict[str, int]:
    names = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    ).fetchall()
    return {
        name: _one(connection, sql.SQL("SELECT COUNT(*) FROM {}").format(sql.Identifier(name))) for (name,) in names
    }


def _one(connection: psycopg.Connection[Any], query: Any) -> Any:
    row = connection.execute(query).fetchone()
    assert row is not None  # noqa: S101
    return row[0]


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise rule(
            "backup.client_missing",
            f"{name} is missing. Install PostgreSQL's client: apt-get install postgresql-client",
        )
    return found


def _connection(settings: dict[str, Any]) -> dict[str, Any]:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {ours: settings[theirs] for ours, theirs in names.items() if settings[theirs]}


def _run(command: list[str], settings: dict[str, Any], *, into_database: bool = True) -> None:
    """The password goes through the environment, where other users of the machine don't read it."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(settings[ours]) for name, ours in names.items() if settings[ours]} if into_database else {}
    sslmode = settings["OPTIONS"].get("sslmode")
    given |= {"PGSSLMODE": sslmode} if sslmode else {}
    done = subprocess.run(command, env=os.environ | given, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise rule("backup.client_failed", f"{Path(command[0]).name} failed: {done.stderr.strip()}")
