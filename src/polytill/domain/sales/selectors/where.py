"""Which sales: conditions in SQL on the alias `s`, put together before anything is read.

`keep` takes conditions on what the tally knows too (business, type, status, sub_status, sub_type, payment_status,
is_direct, location_id, created_by_id); as long as there are no others, a count comes from the tally. `only` takes any
other condition. `between` bounds the instants of the sales.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from polytill.domain.storage.sql import bind, marks


@dataclass(frozen=True, slots=True)
class Where:
    """since is inside, until is outside. A clause is (SQL, parameters)."""

    business_id: int
    kept: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    others: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def keep(self, sql: str, *parameters: Any) -> Where:
        return replace(self, kept=(*self.kept, (sql, parameters)))

    def only(self, sql: str, *parameters: Any) -> Where:
        return replace(self, others=(*self.others, (sql, parameters)))

    def any_of(self, column: str, values: Collection[Any]) -> Where:
        """A tallied column is one of the values; none of them finds nothing."""
        if not values:
            return self.keep("1 = 0")
        return self.keep(f"s.{column} IN ({marks(len(values))})", *sorted(values))

    def between(self, since: datetime, until: datetime) -> Where:
        return replace(self, since=since, until=until)

    @property
    def is_tallied(self) -> bool:
        return not self.others

    def rows(self) -> tuple[str, list[Any]]:
        """The condition on the table of sales, which hides the voided."""
        clauses = [("s.business_id = %s", (self.business_id,)), ("s.voided_at IS NULL", ())]
        clauses += [*self.kept, *self.others]
        if self.since is not None:
            clauses.append(("s.at >= %s", (bind(self.since),)))
        if self.until is not None:
            clauses.append(("s.at < %s", (bind(self.until),)))
        return _joined(clauses)

    def tallied(self) -> tuple[str, list[Any]]:
        """The condition on the tally, without the bounds in time."""
        return _joined([("s.business_id = %s", (self.business_id,)), *self.kept])


def _joined(clauses: list[tuple[str, tuple[Any, ...]]]) -> tuple[str, list[Any]]:
    return " AND ".join(sql for sql, _ in clauses), [x for _, parameters in clauses for x in parameters]
