"""CSV of any number of rows in flat memory: rows are written as they are read."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.http import StreamingHttpResponse

from polytill.api.common.exact_json import encode, instant
from polytill.kernel.money import plain

BOM = "\ufeff"
# A cell that starts with one of these is run as a formula by spreadsheet programs.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ROWS_A_CHUNK = 500


def cell(value: Any, tz: ZoneInfo) -> str:
    """Nested values as JSON text; numbers as they are; text that would run as a formula gets an apostrophe.

    The commonest kinds come first: an export calls this for each of its millions of cells.
    """
    kind = type(value)
    if kind is str:
        return "'" + value if value.startswith(FORMULA) else value
    if value is None:
        return ""
    if kind is int:
        return str(value)
    if kind is Decimal:
        return plain(value)
    if kind is bool:
        return "1" if value else "0"
    if kind is datetime:
        return instant(value, tz)
    return value.isoformat() if isinstance(value, date) else encode(value, tz).decode()


def lines(columns: Sequence[str], rows: Iterable[Sequence[Any]], tz: ZoneInfo) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow(columns)
    rows = iter(rows)
    while chunk := list(itertools.islice(rows, ROWS_A_CHUNK)):
        writer.writerows([cell(value, tz) for value in row] for row in chunk)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue().encode()


def csv_response(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], tz: ZoneInfo
) -> StreamingHttpResponse:
    """The first rows are read before the answer begins, so that a failing query is still a proper refusal."""
    stream = lines(columns, rows, tz)
    start = list(itertools.islice(stream, 1))
    response = StreamingHttpResponse(itertools.chain(start, stream), content_type="text/csv; charset=UTF-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
