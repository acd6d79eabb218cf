from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from polytill.domain.sales.selectors import Where
from polytill.domain.sales.selectors.tally import count_sales, seek, total_beside
from polytill.domain.storage.sql import fetch
from polytill.kernel.actor import Actor
from polytill.kernel.page import Page, PageRequest
from polytill.reports.tables.columns import Column
from polytill.reports.tables.csv_lines import csv_lines

RawRow = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Sales, newest first. joins: what the columns need besides the sale `s`, one row each."""

    columns: tuple[Column, ...]
    where: Where
    joins: str
    actor: Actor
    tz: ZoneInfo

    def page(self, request: PageRequest) -> Page[RawRow]:
        """Rows of the columns' raw values, the parts of a nested one side by side."""
        rows, total = self._read(request.offset, request.size, with_total=True)
        short = request.size is not None and 0 < len(rows) < request.size
        if request.size is None or short or (not rows and request.number == 1):
            total = request.offset + len(rows)  # the last page tells the total
        elif total is None:
            total = count_sales(self.where, self.actor)
        return Page(rows, request.number, request.size or max(1, len(rows)), total)

    def rows(self, offset: int = 0, limit: int | None = None) -> list[RawRow]:
        return self._read(offset, limit)[0]

    def _read(self, offset: int, limit: int | None, with_total: bool = False) -> tuple[list[RawRow], int | None]:
        """The ids of the page come from the index alone; only its rows are read. The total comes along where it can.

        A page's size stands in the text, so that the engine plans for it.
        """
        where, skip = seek(self.where, offset, self.actor)
        condition, parameters = where.rows()
        bounds = "" if limit is None else f" LIMIT {limit}"
        if limit is not None and skip:
            bounds, parameters = f"{bounds} OFFSET %s", [*parameters, skip]
        ids = f"SELECT s.id, s.at FROM sales_sale s WHERE {condition} ORDER BY s.at DESC, s.id DESC{bounds}"
        selected = ", ".join(field.sql for column in self.columns for field in column.fields)
        total = total_beside(self.where) if with_total else None
        if total is not None:
            selected, parameters = f"({total[0]}), {selected}", [*total[1], *parameters]
        rows = fetch(
            f"SELECT {selected} FROM ({ids}) page JOIN sales_sale s ON s.id = page.id {self.joins} "
            f"ORDER BY page.at DESC, page.id DESC",
            parameters,
        )
        if total is None:
            return rows, None
        return [row[1:] for row in rows], int(rows[0][0]) if rows else None

    def csv(self) -> Iterator[bytes]:
        """The header and every row, without a byte order mark."""
        return csv_lines(self.columns, self.where, self.joins, self.tz)

    def narrowed(self, where: Where) -> Table:
        return replace(self, where=where)
