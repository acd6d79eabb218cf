"""CSV lines that the engine writes: cells are made in SQL, so that a million rows cost no Python objects."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db import connection

from polytill.domain.sales.selectors import Where
from polytill.reports.tables import postgresql, sqlite
from polytill.reports.tables.columns import Column


def csv_lines(columns: tuple[Column, ...], where: Where, joins: str, tz: ZoneInfo) -> Iterator[bytes]:
    engine = postgresql if connection.vendor == "postgresql" else sqlite
    yield (",".join(column.name for column in columns) + "\r\n").encode()
    yield from engine.lines(columns, where, joins, tz)
