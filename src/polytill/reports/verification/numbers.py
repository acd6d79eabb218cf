"""Every gap-free series: the numbers that its documents bear are those that it gave, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from polytill.domain.business.models import NumberSeries
from polytill.domain.payments.models import Payment
from polytill.domain.registers.models import Shift
from polytill.domain.sales.models import Sale

AT_ONCE = 5000
# Kinds whose numbers no one states and whose documents are hidden, never removed.
OF_SALES = {"sale": "sell", "sell_return": "sell_return"}
# Whoever takes goods back may number the return himself.
MAY_BE_STATED = {"sell_return"}
LONGEST_RUN = 10**8


@dataclass(slots=True)
class Run:
    """The numbers of one series in one of its periods, a bit each."""

    bits: bytearray = field(default_factory=bytearray)
    last: int = 0
    twice: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        byte, bit = number >> 3, 1 << (number & 7)
        if byte >= len(self.bits):
            self.bits.extend(bytes(max(byte + 1 - len(self.bits), len(self.bits))))
        if self.bits[byte] & bit:
            self.twice.append(number)
        self.bits[byte] |= bit
        self.last = max(self.last, number)

    def missing(self, first: int, last: int) -> list[int]:
        bits = self.bits
        return [n for n in range(first, last + 1) if n >> 3 >= len(bits) or not bits[n >> 3] & (1 << (n & 7))]


class Book:
    """A series, and what its documents say."""

    def __init__(self, row: NumberSeries) -> None:
        self.row = row
        self.pattern = _pattern(row)
        self.may_be_stated = row.kind in MAY_BE_STATED
        self.runs: dict[str, Run] = {}
        self.strange = self.documents = 0

    def read(self, number: str) -> bool:
        """Whether the number is written as this series writes."""
        match = self.pattern.fullmatch(number)
        if match is None or int(match["number"]) >= LONGEST_RUN:
            return False
        self.documents += 1
        self.runs.setdefault(_period(match.groupdict(), self.row.reset), Run()).add(int(match["number"]))
        return True

    def faults(self) -> Iterator[str]:
        where = f"numbers: series {self.row.pk} ({self.row.kind})"
        if self.strange and not self.may_be_stated:
            yield from self._by_count(where)
            return
        if self.row.next_number > self.row.start:
            self.runs.setdefault(self.row.period, Run())
        for period, run in sorted(self.runs.items()):
            if period == self.row.period or not self.may_be_stated:
                yield from self._of_run(run, period, where)

    def _of_run(self, run: Run, period: str, where: str) -> Iterator[str]:
        of = f" of {period}" if period else ""
        for number in sorted(set(run.twice)):
            yield f"{where} gave {number}{of} twice"
        given = self.row.next_number - 1 if period == self.row.period else run.last
        if run.last > given and not self.may_be_stated:
            yield f"{where} is at {self.row.next_number}{of}, a document bears {run.last}"
        if lacking := run.missing(self.row.start, given if self.may_be_stated else max(given, run.last)):
            more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
            yield f"{where} lacks {lacking[0]}{of}{more}"

    def _by_count(self, where: str) -> Iterator[str]:
        """The series writes otherwise than it did: what can be told is how many it gave."""
        given, borne = self.row.next_number - self.row.start, self.documents + self.strange
        if self.row.reset == "never" and given != borne:
            yield f"{where} gave {given} numbers, {borne} documents bear one"


def _pattern(row: NumberSeries) -> re.Pattern[str]:
    groups = {
        "{prefix}": re.escape(row.prefix),
        "{year}": r"(?P<year>\d{4})",
        "{yy}": r"(?P<yy>\d{2})",
        "{month}": r"(?P<month>\d{2})",
        "{day}": r"(?P<day>\d{2})",
        "{number}": r"(?P<number>\d+)",
    }
    parts = re.split(r"(\{\w+\})", row.template)
    return re.compile("".join(groups.get(part, re.escape(part)) for part in parts))


def _period(found: dict[str, Any], reset: str) -> str:
    year = found.get("year") or (f"20{found['yy']}" if found.get("yy") else "")
    if reset == "year":
        return year
    return f"{year}-{found.get('month')}-{found.get('day')}" if reset == "day" else ""


def faults(business_id: int | None) -> Iterator[str]:
    rows = NumberSeries.objects.order_by("id")
    if business_id is not None:
        rows = rows.of(business_id)
    books = {row.pk: Book(row) for row in rows}
    _read_sales(books, business_id)
    _read(books, Payment, ("payment", "purchase_payment"), business_id)
    _read(books, Shift, ("register_close",), business_id)
    checked = (*OF_SALES, "payment", "register_close")
    for book in books.values():
        if book.row.kind in checked:
            yield from book.faults()


def _read_sales(books: dict[int, Book], business_id: int | None) -> None:
    sales = Sale.objects.filter(series_id__in=list(books), status="final", type__in=OF_SALES.values())
    if business_id is not None:
        sales = sales.of(business_id)
    for series_id, type, number in sales.values_list("series_id", "type", "number").iterator(AT_ONCE):
        book = books[series_id]
        if OF_SALES.get(book.row.kind) == type and not book.read(number):
            book.strange += 1


def _read(books: dict[int, Book], model: Any, kinds: tuple[str, ...], business_id: int | None) -> None:
    """Documents that don't name their series, and go by how it writes; a number in no series' hand was stated."""
    by_business: dict[int, list[Book]] = {}
    for book in books.values():
        if book.row.kind in kinds:
            by_business.setdefault(book.row.business_id, []).append(book)
    rows = model.objects.exclude(number="")
    if business_id is not None:
        rows = rows.of(business_id)
    for owner, number in rows.values_list("business_id", "number").iterator(AT_ONCE):
        any(book.read(number) for book in by_business.get(owner, ()))
