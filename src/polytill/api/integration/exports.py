"""CSV of this dialect. Nested values are JSON in their cell; one record also brings its JSON whole, in data_json."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.http import StreamingHttpResponse

from polytill.api.common.csv_stream import csv_response
from polytill.api.common.exact_json import encode


def csv_of_all(
    name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], tz: ZoneInfo
) -> StreamingHttpResponse:
    return csv_response(name, columns, ([row[column] for column in columns] for row in rows), tz)


def csv_of_one(name: str, row: Mapping[str, Any], tz: ZoneInfo) -> StreamingHttpResponse:
    columns = [*row, "data_json"]
    return csv_response(name, columns, [[*row.values(), encode(row, tz).decode()]], tz)
