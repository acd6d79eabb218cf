"""CSV cells in PostgreSQL's SQL, out through COPY."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from polytill.domain.sales.selectors import Where
from polytill.reports.tables.columns import Column, Field, Kind

ROWS_A_CHUNK = 2000
ISO = "'YYYY-MM-DD\"T\"HH24:MI:SSTZH:TZM'"


def lines(columns: tuple[Column, ...], where: Where, joins: str, tz: ZoneInfo) -> Iterator[bytes]:
    condition, parameters = where.rows()
    cells = ", ".join(_cell(column) for column in columns)
    sql = f"SELECT {cells} FROM sales_sale s {joins} WHERE {condition} ORDER BY s.at DESC, s.id DESC"
    with transaction.atomic(), connection.cursor() as outer:
        # to_char writes an instant in the zone of the session; LOCAL ends with the transaction.
        outer.execute("SELECT set_config('TimeZone', %s, true)", [tz.key])
        with connection.connection.cursor() as cursor:
            command = f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)"
            with cursor.copy(command, parameters) as copy:
                rows = iter(copy)
                while chunk := [bytes(row)[:-1] for row in islice(rows, ROWS_A_CHUNK)]:
                    yield b"\r\n".join(chunk) + b"\r\n"
        # Inside an outer transaction LOCAL would outlive this one.
        outer.execute("SELECT set_config('TimeZone', 'UTC', true)")


def _cell(column: Column) -> str:
    if column.field is not None:
        return _plain(column.field)
    parts = ", ".join(f"'{part.name}', {_json(part.field)}" for part in column.parts if part.field is not None)
    return f"CASE WHEN {column.fields[0].sql} IS NOT NULL THEN json_build_object({parts})::text END"


def _plain(field: Field) -> str:
    sql = field.sql
    if field.kind is Kind.AMOUNT:
        return f"trim_scale({sql} * 0.0001)"
    if field.kind is Kind.INSTANT:
        return f"to_char({sql}, {ISO})"
    if field.kind is Kind.FLAG:
        return f"({sql})::int"
    if field.kind is Kind.TEXT and not field.is_plain:
        return (
            f"CASE WHEN left({sql}, 1) IN ('=', '+', '-', '@', chr(9), chr(13)) THEN '''' || {sql} "
            f"WHEN {sql} = '' THEN NULL ELSE {sql} END"
        )
    return sql


def _json(field: Field | None) -> str:
    if field is None:
        return "NULL"
    return field.sql if field.kind in (Kind.TEXT, Kind.FLAG, Kind.WHOLE) else _plain(field)
