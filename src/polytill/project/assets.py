"""A version for the static files' path, so that browsers may keep them for ever."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


def assets_version(folder: Path) -> str:
    """Changes when any file's name or content changes."""
    digest = sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:10]
