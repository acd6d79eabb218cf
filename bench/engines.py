"""The two engines to measure on: a throw-away SQLite file, and a throw-away PostgreSQL with its default durability."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# On a disk that a commit really has to reach; /tmp may be memory.
FOLDER = Path(os.environ.get("POLYTILL_BENCH_FOLDER", "/var/tmp"))  # noqa: S108


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def environment(engine: str) -> Iterator[dict[str, str]]:
    """The environment of a process that works on a fresh database of that engine."""
    folder = Path(tempfile.mkdtemp(prefix="polytill-bench.", dir=FOLDER))
    base = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    base |= {
        "POLYTILL_DATA": str(folder / "data"),
        "POLYTILL_SECRET_KEY": "a key for measuring alone",
        "POLYTILL_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "polytill.project.settings",
    }
    (folder / "data").mkdir()
    try:
        if engine == "sqlite":
            yield base
        else:
            with _cluster(folder) as url:
                yield {**base, "DATABASE_URL": url}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """Everything as initdb leaves it, but for memory and the room between checkpoints: fsync and full pages stay on."""
    binaries = Path(subprocess.check_output([ROOT / "scripts" / "postgres-bin"], text=True).strip())
    port, data = free_port(), folder / "cluster"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        folder.chmod(0o755)
    _as_owner(binaries / "initdb", f"--pgdata={data}", "--username=polytill", "--auth=trust", "--locale=C.UTF-8")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    options += " -c shared_buffers=512MB -c max_wal_size=4GB"
    log = folder / "server.log"
    _as_owner(binaries / "pg_ctl", f"--pgdata={data}", f"--log={log}", f"--options={options}", "--wait", "start")
    try:
        _as_owner(binaries / "createdb", "--host=127.0.0.1", f"--port={port}", "--username=polytill", "polytill")
        yield f"postgres://polytill@127.0.0.1:{port}/polytill"
    finally:
        _as_owner(binaries / "pg_ctl", f"--pgdata={data}", "--mode=immediate", "stop")


def _as_owner(program: Path, *arguments: str) -> None:
    """PostgreSQL refuses to run as root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, str(program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/")
