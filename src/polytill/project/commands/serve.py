"""polytill serve"""

from __future__ import annotations

import argparse
import os
import sys

from django.db import connection

from polytill.project import environment
from polytill.project.health import schema_is_current

# One process on SQLite: a second writing process makes the slowest tills wait for a second. Its threads read beside
# the one writer. On PostgreSQL a second thread keeps a till from waiting behind a long report in the same process.
SQLITE_THREADS = 4
POSTGRESQL_THREADS = 2
BACKLOG = 2048


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=environment.text("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(environment.text("PORT", "8000")))
    parser.add_argument("--workers", type=int, help="processes; PostgreSQL: one for each core unless given; SQLite: 1")


def run(args: argparse.Namespace) -> int:
    on_sqlite = connection.vendor == "sqlite"
    workers = args.workers or (1 if on_sqlite else os.cpu_count() or 1)
    if workers < 1:
        return _refuse("--workers is at least 1.")
    if on_sqlite and workers > 1:
        return _refuse("SQLite is served by one process. For more, set DATABASE_URL to a PostgreSQL database.")
    if not schema_is_current():
        return _refuse("The database schema is not current. Run `polytill migrate` first.")
    # The workers are other processes; none may inherit this connection.
    connection.close()
    _serve(args.host, args.port, workers, SQLITE_THREADS if on_sqlite else POSTGRESQL_THREADS)
    return 0


def _serve(host: str, port: int, workers: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    print(f"Polytill serves on http://{host}:{port}", flush=True)
    Granian(
        "polytill.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def _refuse(why: str) -> int:
    print(f"polytill serve: {why}", file=sys.stderr)
    return 2
