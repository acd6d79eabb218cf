"""What the tests of the documented exchanges share."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T", bound=Callable[..., Any])
BOM = b"\xef\xbb\xbf"


def exchange(*names: str) -> Callable[[T], T]:
    """Names the documented exchanges that a test plays: @exchange("discounts.list")."""

    def mark(test: T) -> T:
        test.exchanges = names  # type: ignore[attr-defined]
        return test

    return mark


def table(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV answer, by column. It must begin with a byte order mark."""
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(BOM)
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def columns(answer: Any) -> list[str]:
    return next(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline="")))
