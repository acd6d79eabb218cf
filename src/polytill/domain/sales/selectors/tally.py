"""How many sales there are, and where a far page begins, without counting rows one by one.

The tally keeps counts by kind, location, creator and payment status, for all time and for each month and day in UTC.
Where a list is narrowed by anything else its rows are counted, over the index that narrows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from polytill.domain.sales.models import Sale, SaleTally
from polytill.domain.sales.selectors.where import Where
from polytill.domain.storage.sql import fetch
from polytill.kernel.actor import Actor

SALE, TALLY = Sale._meta.db_table, SaleTally._meta.db_table
# So many index entries are passed over faster than the tally is asked.
NEAR = 500


def count_sales(where: Where, actor: Actor) -> int:
    if where.business_id != actor.business_id:
        raise ValueError("a scope of another business")
    if not where.is_tallied:
        return _count_rows(where)
    if where.since is None and where.until is None:
        return _sum(where, ["s.period = 'a'"], [])
    return _count_between(where, where.since, where.until)


def total_beside(where: Where) -> tuple[str, list[Any]] | None:
    """The total as a subquery and its parameters, to ride on another statement; None where it takes more than that."""
    if not where.is_tallied or where.since is not None or where.until is not None:
        return None
    condition, parameters = where.tallied()
    return f"SELECT SUM(s.count) FROM {TALLY} s WHERE {condition} AND s.period = 'a'", parameters


def _count_rows(where: Where) -> int:
    condition, parameters = where.rows()
    return int(fetch(f"SELECT COUNT(*) FROM {SALE} s WHERE {condition}", parameters)[0][0])


def _count_between(where: Where, since: datetime | None, until: datetime | None) -> int:
    """Whole days from the tally; what is left at both ends are parts of days, which are counted."""
    first = None if since is None else _day_from(since)
    last = None if until is None else _day_until(until)
    if first is not None and last is not None and first >= last:
        return _count_rows(where)
    clauses, parameters = [], []
    for start, end in _spans(first, last):
        clauses.append("(s.period >= %s AND s.period < %s)")
        parameters += [start, end]
    total = _sum(where, [f"({' OR '.join(clauses)})"], parameters)
    if since is not None and first is not None and since < first:
        total += _count_rows(where.between(since, first))
    if until is not None and last is not None and last < until:
        total += _count_rows(where.between(last, until))
    return total


def _day_from(at: datetime) -> datetime:
    """The start of the day in UTC that begins then or next."""
    day = _midnight(at)
    return day if day == at else day + timedelta(days=1)


def _day_until(at: datetime) -> datetime:
    return _midnight(at)


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _month(at: datetime) -> datetime:
    return at.replace(day=1)


def _next_month(at: datetime) -> datetime:
    return (at.replace(day=28) + timedelta(days=4)).replace(day=1)


def _spans(first: datetime | None, last: datetime | None) -> Iterator[tuple[str, str]]:
    """The fewest periods that fill [first, last): days up to the next month, months, days of the last month."""
    inner_first = None if first is None else first if first.day == 1 else _next_month(first)
    inner_last = None if last is None else _month(last)
    if first and last and inner_first and inner_last and inner_first >= inner_last:
        yield f"d{first:%Y-%m-%d}", f"d{last:%Y-%m-%d}"
        return
    if first is not None and inner_first is not None and first < inner_first:
        yield f"d{first:%Y-%m-%d}", f"d{inner_first:%Y-%m-%d}"
    yield (
        "m" if inner_first is None else f"m{inner_first:%Y-%m}",
        "n" if inner_last is None else f"m{inner_last:%Y-%m}",
    )
    if last is not None and inner_last is not None and inner_last < last:
        yield f"d{inner_last:%Y-%m-%d}", f"d{last:%Y-%m-%d}"


def _sum(where: Where, clauses: list[str], more: list[Any]) -> int:
    condition, parameters = where.tallied()
    sql = f"SELECT SUM(s.count) FROM {TALLY} s WHERE {' AND '.join([condition, *clauses])}"
    return int(fetch(sql, [*parameters, *more])[0][0] or 0)


def seek(where: Where, offset: int, actor: Actor) -> tuple[Where, int]:
    """A later start of the same list, newest first, and what is left of the offset from there."""
    if offset < NEAR or not where.is_tallied:
        return where, offset
    # Passing over what is newer than the bound first, the list is the same without it.
    until = where.until
    passed = 0 if until is None else count_sales(_unbounded(where, until), actor)
    found = _day_of(where, offset + passed)
    if found is None:
        return where, offset
    end, newer = found
    if until is not None and until <= end:
        return where, offset
    start = where.since or datetime.min.replace(tzinfo=UTC, year=1000)
    return where.between(start, end), offset + passed - newer


def _unbounded(where: Where, since: datetime) -> Where:
    return Where(where.business_id, where.kept, where.others, since, None)


def _day_of(where: Where, rank: int) -> tuple[datetime, int] | None:
    """The day in which that many newer sales have been passed: its end, and how many are newer than it."""
    month = _holding(where, "m", "n", rank)
    if month is None:
        return None
    day = _holding(where, f"d{month[0][1:]}-", f"d{month[0][1:]}-99", rank - month[1])
    if day is None:
        return None
    start = datetime.strptime(day[0][1:], "%Y-%m-%d").replace(tzinfo=UTC)
    return start + timedelta(days=1), month[1] + day[1]


def _holding(where: Where, start: str, end: str, rank: int) -> tuple[str, int] | None:
    condition, parameters = where.tallied()
    rows = fetch(
        f"SELECT s.period, SUM(s.count) FROM {TALLY} s WHERE {condition} AND s.period >= %s AND s.period < %s "
        f"GROUP BY s.period ORDER BY s.period DESC",
        [*parameters, start, end],
    )
    newer = 0
    for period, count in rows:
        if newer + count > rank:
            return period, newer
        newer += int(count)
    return None
