"""CSV cells in SQLite's SQL, %% standing for % in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from polytill.domain.sales.selectors import Where
from polytill.reports.tables.columns import Column, Field, Kind

ROWS_A_CHUNK = 2000
MOST_HOURS = 100_000


def lines(columns: tuple[Column, ...], where: Where, joins: str, tz: ZoneInfo) -> Iterator[bytes]:
    """SQLite knows no zones: it gives the text around each instant, and the instants are put in between here."""
    condition, parameters = where.rows()
    selected = ", ".join(_pieces(columns))
    sql = f"SELECT {selected} FROM sales_sale s {joins} WHERE {condition} ORDER BY s.at DESC, s.id DESC"
    written = _writer(tz)
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(ROWS_A_CHUNK):
            yield "".join([written(row) for row in rows]).encode()


def _pieces(columns: tuple[Column, ...]) -> Iterator[str]:
    """text, instant, text, instant, … text: together they are a line."""
    text: list[str] = []
    for position, column in enumerate(columns):
        if position:
            text.append("','")
        if column.field is not None and column.field.kind is Kind.INSTANT:
            yield " || ".join(text) or "''"
            yield f"{column.field.sql} || ''"  # the text as it is stored; a bare column would be made a datetime
            text = []
        else:
            text.append(_cell(column))
    yield " || ".join(text) or "''"


def _writer(tz: ZoneInfo) -> Callable[[tuple[Any, ...]], str]:
    local = _local(tz)

    def written(row: tuple[Any, ...]) -> str:
        if len(row) == 3:
            return f"{row[0]}{local(row[1])}{row[2]}\r\n"
        return "".join([local(piece) if i % 2 else piece for i, piece in enumerate(row)]) + "\r\n"

    return written


def _local(tz: ZoneInfo) -> Callable[[str | None], str]:
    """A stored instant, in UTC, as the shop's local time."""
    hours: dict[str, tuple[str, str] | None] = {}

    def iso(text: str) -> str:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(tz).isoformat()

    def hour(start: str) -> tuple[str, str] | None:
        """The local hour and the offset, where the minutes are the same as in UTC all through the hour."""
        first, last = iso(f"{start}:00:00"), iso(f"{start}:59:59")
        is_even = first[14:19] == "00:00" and last[14:19] == "59:59" and first[:13] == last[:13]
        return (first[:13], first[19:]) if is_even and first[19:] == last[19:] else None

    def local(at: str | None) -> str:
        if at is None:
            return ""
        start = at[:13]
        if start not in hours:
            if len(hours) >= MOST_HOURS:
                hours.clear()
            hours[start] = hour(start)
        known = hours[start]
        return iso(at[:19]) if known is None else f"{known[0]}{at[13:19]}{known[1]}"

    return local


def _cell(column: Column) -> str:
    if column.field is not None:
        return f"ifnull({_plain(column.field)}, '')"
    parts = ", ".join(f"'{part.name}', {_json(part.field)}" for part in column.parts if part.field is not None)
    first = column.fields[0].sql
    return f"CASE WHEN {first} IS NULL THEN '' ELSE '\"' || replace(json_object({parts}), '\"', '\"\"') || '\"' END"


def _plain(field: Field) -> str:
    sql = field.sql
    if field.kind is Kind.AMOUNT:
        return _amount(sql)
    if field.kind is Kind.TEXT and not field.is_plain:
        return _text(sql)
    return sql


def _amount(sql: str) -> str:
    return (
        f"CASE WHEN {sql} %% 10000 = 0 THEN {sql} / 10000 ELSE rtrim(printf('%%s%%d.%%04d', "
        f"CASE WHEN {sql} < 0 THEN '-' ELSE '' END, abs({sql}) / 10000, abs({sql}) %% 10000), '0') END"
    )


def _text(sql: str) -> str:
    """Quoted where it must be; a text that a spreadsheet would run gets an apostrophe."""
    safe = f"CASE WHEN substr({sql}, 1, 1) IN ('=', '+', '-', '@', char(9), char(13)) THEN '''' || {sql} ELSE {sql} END"
    return (
        f"CASE WHEN {sql} GLOB '*[\",' || char(10) || char(13) || ']*' "
        f"THEN '\"' || replace({safe}, '\"', '\"\"') || '\"' ELSE {safe} END"
    )


def _json(field: Field | None) -> str:
    if field is None:
        return "NULL"
    if field.kind is Kind.AMOUNT:
        return f"json({_amount(field.sql)})"
    if field.kind is Kind.FLAG:
        return f"json(CASE WHEN {field.sql} THEN 'true' ELSE 'false' END)"
    return field.sql
