"""JSON with exact numbers: a Decimal goes out as its own digits, never through a float."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.http import HttpResponse

from polytill.kernel.money import plain

OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS
JSON = "application/json"


@lru_cache(maxsize=1024)
def _default(tz: ZoneInfo) -> Callable[[Any], Any]:
    def encode(value: Any) -> Any:
        if isinstance(value, Decimal):
            return orjson.Fragment(plain(value))
        if isinstance(value, datetime):
            return instant(value, tz)
        if isinstance(value, date | time):
            return value.isoformat()
        if isinstance(value, frozenset | set | tuple):
            return list(value)
        raise TypeError(f"{type(value).__name__} has no place in JSON")

    return encode


def instant(value: datetime, tz: ZoneInfo) -> str:
    """ISO-8601 in the shop's zone, whole seconds, offset with a colon: 2026-03-06T17:30:00+05:30."""
    return value.astimezone(tz).replace(microsecond=0).isoformat()


def encode(value: Any, tz: ZoneInfo) -> bytes:
    return orjson.dumps(value, default=_default(tz), option=OPTIONS)


def json_response(value: Any, tz: ZoneInfo, status: int = 200) -> HttpResponse:
    return HttpResponse(encode(value, tz), content_type=JSON, status=status)


def plain_json_response(value: Any, status: int) -> HttpResponse:
    """Of texts and whole numbers alone, where no shop is known yet."""
    return HttpResponse(orjson.dumps(value), content_type=JSON, status=status)
