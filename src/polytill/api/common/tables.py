"""A report's table as JSON objects, or as CSV that its engine writes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.http import StreamingHttpResponse

from polytill.api.common.csv_stream import BOM
from polytill.api.common.exact_json import instant
from polytill.reports.tables import Column, Field, Kind, Table

Row = tuple[Any, ...]


def number(raw: int | None) -> Any:
    """Ten-thousandths as a JSON number in its shortest digits."""
    if raw is None:
        return None
    whole, rest = divmod(raw, 10000)
    if not rest:
        return whole
    sign, size = ("-", -raw) if raw < 0 else ("", raw)
    return orjson.Fragment(f"{sign}{size // 10000}.{size % 10000:04}".rstrip("0"))


def objects(columns: tuple[Column, ...], tz: ZoneInfo) -> Callable[[Row], dict[str, Any]]:
    """What turns a row of raw values into the object that the client knows."""

    def local(raw: Any) -> str | None:
        if raw is None:
            return None
        at = raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)
        return instant(at if at.tzinfo else at.replace(tzinfo=UTC), tz)

    read: dict[Kind, Callable[[Any], Any]] = {
        Kind.AMOUNT: number,
        Kind.INSTANT: local,
        Kind.FLAG: lambda raw: None if raw is None else bool(raw),
        Kind.DAY: lambda raw: None if raw is None else str(raw),
    }
    plan: list[tuple[str, int, Any, tuple[str, ...]]] = []
    at = 0
    for column in columns:
        if column.field is not None:
            plan.append((column.name, at, read.get(column.field.kind), ()))
        else:
            plan.append((column.name, at, _reads(column.fields, read), tuple(part.name for part in column.parts)))
        at += len(column.fields)

    def build(row: Row) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, place, convert, parts in plan:
            if parts:
                values = row[place : place + len(parts)]
                made[name] = None if values[0] is None else convert(parts, values)
            else:
                made[name] = row[place] if convert is None else convert(row[place])
        return made

    return build


def _reads(fields: tuple[Field, ...], read: dict[Kind, Callable[[Any], Any]]) -> Callable[[Any, Row], dict[str, Any]]:
    converters = [read.get(field.kind) for field in fields]
    if not any(converters):
        return lambda names, values: dict(zip(names, values, strict=True))
    return lambda names, values: {
        name: convert(value) if convert else value
        for name, value, convert in zip(names, values, converters, strict=True)
    }


def csv_of(name: str, table: Table) -> StreamingHttpResponse:
    """The first rows are read before the answer begins, so that a failing query is still a proper refusal."""
    stream: Iterator[bytes] = table.csv()
    start = list(itertools.islice(stream, 2))
    response = StreamingHttpResponse(
        itertools.chain([BOM.encode()], start, stream), content_type="text/csv; charset=UTF-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
