"""The counts that lists print their totals from, against the sales themselves."""

from __future__ import annotations

from collections.abc import Iterator

from polytill.domain.sales.models import Sale, SaleTally
from polytill.reports.verification.compare import Check, found, only, table

KINDS = ("type", "status", "sub_status", "sub_type", "payment_status", "is_direct", "location_id", "created_by_id")


def tallies(business_id: int | None) -> Iterator[str]:
    columns = ", ".join(KINDS)
    business, values = only(business_id)
    rows = found(
        f"SELECT business_id, SUM(counted), SUM(tallied) FROM ("
        f"SELECT business_id, {columns}, COUNT(*) AS counted, 0 AS tallied FROM {table(Sale)} "
        f"WHERE voided_at IS NULL{business} GROUP BY business_id, {columns} UNION ALL "
        f"SELECT business_id, {columns}, 0, SUM(count) FROM {table(SaleTally)} "
        f"WHERE period = 'a'{business} GROUP BY business_id, {columns}) both_sides "
        f"GROUP BY business_id, {columns} HAVING SUM(counted) <> SUM(tallied) ORDER BY business_id",
        [*values, *values],
    )
    for business_of, counted, tallied in rows:
        yield f"lists: business {business_of} has {counted} sales of a kind, its lists count {tallied}"


CHECKS: tuple[Check, ...] = (tallies,)
