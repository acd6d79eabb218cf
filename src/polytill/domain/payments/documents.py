"""Papers that belong to a payment: kept below the media folder where no web server gives them out."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from polytill.domain.business.selectors import shop
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, not_found

FOLDER = "private/payments"
LONGEST_NAME = 191


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in content


# What a file is goes by its first bytes and its ending, not by what its sender calls it.
KINDS: dict[str, tuple[tuple[str, ...], Callable[[bytes], bool]]] = {
    "application/pdf": ((".pdf",), lambda content: content.startswith(b"%PDF-")),
    "image/png": ((".png",), lambda content: content.startswith(b"\x89PNG\r\n\x1a\n")),
    "image/jpeg": ((".jpg", ".jpeg"), lambda content: content.startswith(b"\xff\xd8\xff")),
    "application/zip": ((".zip",), lambda content: content.startswith((b"PK\x03\x04", b"PK\x05\x06"))),
    "text/csv": ((".csv",), _is_text),
}


def check_upload(upload: Upload, actor: Actor, field: str = "document") -> str:
    """Its type, if the business takes such."""
    rules = shop(actor.business_id).settings
    if len(upload.content) > rules.document_max_bytes:
        raise invalid({field: [f"The {field} must not be larger than {rules.document_max_bytes // 1000} kilobytes."]})
    ending = Path(upload.name).suffix.lower()
    for kind, (endings, fits) in KINDS.items():
        if kind in rules.document_types and ending in endings and fits(upload.content):
            return kind
    raise invalid({field: [f"The {field} must be a file of type: {', '.join(rules.document_types)}."]})


def keep(upload: Upload, actor: Actor) -> dict[str, str]:
    """Writes the file under a name that nobody can guess; returns what the payment remembers of it."""
    kind = check_upload(upload, actor)
    path = f"{FOLDER}/{actor.business_id}/{secrets.token_hex(16)}{Path(upload.name).suffix.lower()}"
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(upload.content)
    return {"name": Path(upload.name).name[-LONGEST_NAME:], "path": path, "type": kind}


def drop(document: dict[str, Any] | None) -> None:
    if document:
        (Path(settings.MEDIA_ROOT) / document["path"]).unlink(missing_ok=True)


def content_of(document: Any) -> bytes:
    file = Path(settings.MEDIA_ROOT) / document["path"]
    if not file.is_file():
        raise not_found("document")
    return file.read_bytes()
