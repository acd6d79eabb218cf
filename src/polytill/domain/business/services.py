from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from polytill.domain.business.models import NumberSeries
from polytill.domain.business.selectors import Series
from polytill.domain.storage.sql import execute, fetch

TABLE = NumberSeries._meta.db_table


@dataclass(frozen=True, slots=True)
class Taken:
    """Consecutive numbers first … first + count - 1, and the head of the chain that they continue."""

    first: int
    chain_seq: int
    chain_hash: str


def period_of(series: Series, day: date) -> str:
    return {"year": f"{day.year:04}", "day": day.isoformat()}.get(series.reset, "")


def take_numbers(*, wanted: Mapping[Series, int], day: date) -> dict[Series, Taken]:
    """Takes numbers from several series in one statement. Their rows stay locked to the commit, so call it last.

    Rows go in the order of their ids, so that two tills lock them in the same order.
    """
    order = sorted(wanted, key=lambda series: series.id)
    values = ", ".join(["(CAST(%s AS bigint), CAST(%s AS varchar(10)), CAST(%s AS bigint))"] * len(order))
    rows = fetch(
        f"UPDATE {TABLE} SET next_number = CASE WHEN period = v.column2 THEN next_number ELSE start END + v.column3, "
        f"period = v.column2 FROM (VALUES {values}) AS v WHERE {TABLE}.id = v.column1 "
        f"RETURNING {TABLE}.id, next_number, chain_seq, chain_hash",
        [x for series in order for x in (series.id, period_of(series, day), wanted[series])],
    )
    heads = {row[0]: row for row in rows}
    return {s: Taken(heads[s.id][1] - wanted[s], heads[s.id][2], heads[s.id][3]) for s in order}


def advance_chains(*, heads: Mapping[int, tuple[int, str]]) -> None:
    """Sets the head (length, hash) of the chain of each series."""
    if not heads:
        return
    values = ", ".join(["(CAST(%s AS bigint), CAST(%s AS bigint), CAST(%s AS varchar(64)))"] * len(heads))
    execute(
        f"UPDATE {TABLE} SET chain_seq = v.column2, chain_hash = v.column3 FROM (VALUES {values}) AS v "
        f"WHERE {TABLE}.id = v.column1",
        [x for series_id, (seq, head) in sorted(heads.items()) for x in (series_id, seq, head)],
    )


def written(series: Series, number: int, day: date) -> str:
    """The number as it stands on the document: AS0007, CN2020/0005."""
    return series.template.format(
        prefix=series.prefix,
        number=str(number).zfill(series.digits),
        year=f"{day.year:04}",
        yy=f"{day.year % 100:02}",
        month=f"{day.month:02}",
        day=f"{day.day:02}",
    )
