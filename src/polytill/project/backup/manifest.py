"""What an archive says about itself, and the checks of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from polytill import __version__
from polytill.kernel.errors import rule

FORMAT = 1
NAME = "manifest.json"
Manifest = dict[str, Any]


def checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def describe(folder: Path, *, engine: str, rows: Mapping[str, int]) -> Manifest:
    """The manifest of everything in the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "format": FORMAT,
        "polytill": __version__,
        "engine": engine,
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {path.relative_to(folder).as_posix(): checksum(path) for path in files},
        "rows": dict(rows),
    }


def check(folder: Path, manifest: Manifest) -> None:
    """Refuses where a file is missing, strange or changed."""
    if manifest.get("format") != FORMAT:
        raise rule("backup.format", f"This archive has format {manifest.get('format')}; this version reads {FORMAT}.")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {NAME}
    if found != set(manifest["files"]):
        raise rule("backup.files", "The archive's files are not those of its manifest.")
    for name, expected in manifest["files"].items():
        if checksum(folder / name) != expected:
            raise rule("backup.damaged", f"The archive is damaged: {name} is not what was written.")


def check_rows(found: Mapping[str, int], expected: Mapping[str, int]) -> None:
    if dict(found) != dict(expected):
        wrong = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
        raise rule("backup.rows", f"Row counts are not those of the manifest: {', '.join(wrong)}.")
