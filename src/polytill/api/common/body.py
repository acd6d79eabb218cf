"""What a request carries: JSON, a form or a form with files, as nested dicts and lists of plain values.

Texts are trimmed and an empty text is null, as the frameworks of the foreign servers do; passwords stay as typed.
JSON numbers arrive as floats, which keep 15 significant digits: more than an amount of the books has. Their shortest
text, from which a Decimal is made, is the text that was sent.
"""

from __future__ import annotations

import re
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from polytill.kernel.errors import Category, DomainError

DEEPEST = 24
KEEP_AS_TYPED = frozenset({"password", "password_confirmation", "confirm_password", "current_password", "pin"})
PARTS = re.compile(r"\[([^\[\]]*)\]")


def malformed(message: str) -> DomainError:
    return DomainError("body.malformed", Category.RULE, message)


def read_body(request: HttpRequest) -> dict[str, Any]:
    kind = str(request.META.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            return _multipart(request)
        if kind == "application/x-www-form-urlencoded":
            return nested(QueryDict(request.body, encoding="utf-8"))
        return _json(request.body)
    except (RequestDataTooBig, TooManyFieldsSent):
        raise DomainError("body.too_large", Category.TOO_LARGE, "The request is too large.") from None
    except (MultiPartParserError, UnicodeDecodeError, ValueError) as error:
        raise malformed(f"The form could not be read: {error}") from None


def _json(raw: bytes) -> dict[str, Any]:
    if not raw.strip():
        return {}
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise malformed("The request body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise malformed("The request body must be a JSON object.")
    return _tidy(value, 1)


def _tidy(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise malformed("The request body is nested too deeply.")
    if isinstance(value, dict):
        return {k: v if k in KEEP_AS_TYPED else tidy_text(v, depth) for k, v in value.items()}
    return [tidy_text(v, depth) for v in value]


def tidy_text(value: Any, depth: int = 1) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    return _tidy(value, depth + 1) if isinstance(value, dict | list) else value


def _multipart(request: HttpRequest) -> dict[str, Any]:
    if request.method == "POST":
        fields, files = request.POST, request.FILES
    else:
        fields, files = request.parse_file_upload(request.META, request)  # type: ignore[assignment]
    return nested(fields) | nested(files)


def nested(fields: Any) -> dict[str, Any]:
    """`products[0][quantity]=2` as PHP reads it; `ids[]=1&ids[]=2` is a list."""
    root: dict[str, Any] = {}
    for name, values in fields.lists():
        head, *rest = [name.partition("[")[0], *PARTS.findall(name)]
        if len(rest) >= DEEPEST:
            raise malformed("The request body is nested too deeply.")
        for value in values if rest and rest[-1] == "" else values[-1:]:
            tidy = value if isinstance(value, UploadedFile) or head in KEEP_AS_TYPED else tidy_text(value)
            _put(root, [head, *rest], tidy)
    return {key: _listed(value) for key, value in root.items()}


def _put(root: dict[str, Any], path: list[str], value: Any) -> None:
    place = root
    for part in path[:-1]:
        inner = place.setdefault(part or str(len(place)), {})
        if not isinstance(inner, dict):
            raise malformed("A field of the form is both a value and a list.")
        place = inner
    place[path[-1] or str(len(place))] = value


def _listed(value: Any) -> Any:
    """A dict whose keys are 0, 1, 2 … is a list."""
    if not isinstance(value, dict):
        return value
    items = {key: _listed(inner) for key, inner in value.items()}
    return list(items.values()) if list(items) == [str(i) for i in range(len(items))] else items
