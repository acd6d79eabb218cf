"""CSV cells in SQLite's SQL, %% standing for % in it.

A local time needs the zone's rules, which SQLite does not have: a function of ours does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import connection

from polytill.domain.sales.selectors import Where
from polytill.reports.tables.columns import Column, Field, Kind

ROWS_A_CHUNK = 2000


def lines(columns: tuple[Column, ...], where: Where, joins: str, tz: ZoneInfo) -> Iterator[bytes]:
    condition, parameters = where.rows()
    line = " || ',' || ".join(_cell(column) for column in columns)
    sql = f"SELECT {line} FROM sales_sale s {joins} WHERE {condition} ORDER BY s.at DESC, s.id DESC"
    connection.ensure_connection()
    connection.connection.create_function("local_instant", 1, _local(tz), deterministic=True)
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(ROWS_A_CHUNK):
            yield ("\r\n".join([row[0] for row in rows]) + "\r\n").encode()


def _local(tz: ZoneInfo) -> Callable[[str | None], str | None]:
    @lru_cache(maxsize=4096)
    def by_minute(minute: str) -> tuple[str, str]:
        text = datetime.fromisoformat(minute).replace(tzinfo=UTC).astimezone(tz).isoformat()
        return text[:16], text[19:]

    def local(at: str | None) -> str | None:
        if at is None:
            return None
        start, offset = by_minute(at[:16])
        return f"{start}:{at[17:19]}{offset}"

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
    if field.kind is Kind.INSTANT:
        return f"local_instant({sql})"
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
    return _plain(field) if field.kind is Kind.INSTANT else field.sql
