"""What the operator says through environment variables, read in one place."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    return text(name).lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str = "") -> list[str]:
    """Values separated by commas."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def data_folder() -> Path:
    folder = Path(text("POLYTILL_DATA", "data")).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(file: Path) -> str:
    """The key in the environment, else the one stored beside the data, made on the first start."""
    given = text("POLYTILL_SECRET_KEY")
    if given:
        return given
    if not file.exists():
        _store_new_key(file)
    return file.read_text(encoding="ascii").strip()


def _store_new_key(file: Path) -> None:
    """Written aside and linked into place: of two processes starting together, both read the first one's whole key."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(64) + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
