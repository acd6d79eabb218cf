"""The two engines: SQLite in the data folder, or PostgreSQL by DATABASE_URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# FULL: a sale that was answered is on the disk. IMMEDIATE (below): two tills that both read first and write then
# would otherwise meet as "database is locked". A large checkpoint interval keeps copying out of the tills' way.
SQLITE_PRAGMAS = "; ".join(
    [
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA busy_timeout = 15000",
        "PRAGMA wal_autocheckpoint = 8000",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA cache_size = -65536",
        "PRAGMA mmap_size = 268435456",
    ]
)


def database(url: str, folder: Path) -> dict[str, Any]:
    if not url:
        return sqlite(folder / "polytill.sqlite3")
    scheme = urlsplit(url).scheme
    if scheme in {"postgres", "postgresql"}:
        return postgresql(url)
    raise ValueError(f"DATABASE_URL begins with postgres://, not with {scheme}://")


def sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # Kept open per thread: opening runs every pragma again.
        "CONN_MAX_AGE": None,
        # Foreign keys are switched on by Django itself.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 15, "init_command": SQLITE_PRAGMAS},
    }


def postgresql(url: str) -> dict[str, Any]:
    """postgres://user:password@host:port/name?sslmode=require; no host, or ?host=/folder, is the local socket."""
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "polytill",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        # A connection per request costs more than the request. A dead one fails one request and is then replaced.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {"server_side_binding": True, "application_name": "polytill", **options},
    }
