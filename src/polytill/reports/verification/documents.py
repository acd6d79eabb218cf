"""Sales, orders and returns: their lines, their totals, what came back, what the journal knows of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from polytill.domain.outbox.models import Fact
from polytill.domain.sales.models import Sale, SaleLine
from polytill.reports.verification.compare import Check, against_sums, found, only, table, text


def lines(business_id: int | None) -> Iterator[str]:
    business, values = only(business_id)
    rows = found(
        f"SELECT sale_id, id, net, tax_total, gross FROM {table(SaleLine)} WHERE net + tax_total <> gross{business} "
        f"ORDER BY id",
        values,
    )
    for sale, line, net, tax, gross in rows:
        yield f"sales: line {line} of sale {sale} says {text(net)} + {text(tax)} = {text(gross)}"


def totals(business_id: int | None) -> Iterator[str]:
    for column, value in (("total_before_tax", "gross"), ("line_tax_total", "tax_total")):
        for sale, held, summed in against_sums(Sale, column, SaleLine, "sale_id", value, business_id):
            yield f"sales: sale {sale} has {held} as {column}, its lines say {summed}"


def headers(business_id: int | None) -> Iterator[str]:
    """From the lines to the total. One of the arithmetics has the order tax inside the amounts."""
    business, values = only(business_id)
    off, on = "discount_amount - points_value", "packing_amount + shipping_charges + extra_charges + round_off"
    parts = f"total_before_tax - {off} + {on}"
    rows = found(
        f"SELECT id, total, {parts} + tax_amount FROM {table(Sale)} "
        f"WHERE total <> {parts} + tax_amount AND NOT (pricing_policy = 'nexopos' AND total = {parts}){business} "
        f"ORDER BY id",
        values,
    )
    for sale, total, summed in rows:
        yield f"sales: sale {sale} has {text(total)} as total, its parts say {text(summed)}"


def returned(business_id: int | None) -> Iterator[str]:
    """A line's quantity_returned is what live returns brought back of it, and no more than was sold."""
    live = f"sale_id IN (SELECT id FROM {table(Sale)} WHERE type = 'sell_return' AND voided_at IS NULL)"
    for line, level, back in against_sums(
        SaleLine, "quantity_returned", SaleLine, "return_of_id", "quantity", business_id,
        entries=live, holders="h.child_kind IS NULL",
    ):  # fmt: skip
        yield f"sales: line {line} took {level} back, its returns say {back}"
    business, values = only(business_id)
    rows = found(
        f"SELECT sale_id, id, quantity, quantity_returned FROM {table(SaleLine)} "
        f"WHERE (quantity_returned < 0 OR quantity_returned > quantity){business} ORDER BY id",
        values,
    )
    for sale, line, sold, back in rows:
        yield f"sales: line {line} of sale {sale} sold {text(sold)} and took {text(back)} back"


def journalled(business_id: int | None) -> Iterator[str]:
    """Each final sale and return stands in the chain of its series."""
    business, values = only(business_id)
    rows = found(
        f"SELECT sale, MAX(number) FROM (SELECT id AS sale, series_id AS chain, number, 0 AS told FROM {table(Sale)} "
        f"WHERE status = 'final' AND NOT is_suspended AND type IN ('sell', 'sell_return'){business} "
        f"UNION ALL SELECT subject_id, chain_id, NULL, 1 FROM {table(Fact)} "
        f"WHERE chain_id IS NOT NULL AND subject_type = 'sale'{business}) AS pile "
        f"GROUP BY sale, chain HAVING SUM(told) = 0 ORDER BY sale",
        values * 2,
    )
    for sale, number in rows:
        yield f"journal: sale {sale} ({number}) is final and stands in no chain"


def as_journalled(business_id: int | None) -> Iterator[str]:
    """What the journal wrote last of a sale is what the sale says now: its number and its total."""
    business, values = only(business_id, "f.business_id")
    if connection.vendor == "sqlite":
        number, total = "json_extract(f.payload, '$.number')", "json_extract(f.payload, '$.total')"
        total = f"CAST(ROUND(CAST({total} AS REAL) * 10000) AS INTEGER)"
    else:
        number, total = "(f.payload::jsonb ->> 'number')", "((f.payload::jsonb ->> 'total')::numeric * 10000)::bigint"
    last = f"SELECT MAX(id) FROM {table(Fact)} WHERE subject_type = 'sale' AND chain_id IS NOT NULL GROUP BY subject_id"
    rows = found(
        f"SELECT f.subject_id, s.id, s.number, s.total, {number}, {total} FROM {table(Fact)} f "
        f"LEFT JOIN {table(Sale)} s ON s.id = f.subject_id WHERE f.id IN ({last}) "
        f"AND (s.id IS NULL OR s.number <> {number} OR s.total <> {total}){business} ORDER BY f.subject_id",
        values,
    )
    for subject, sale, number_now, total_now, number_then, total_then in rows:
        if sale is None:
            yield f"journal: sale {subject} ({number_then}) was journalled and is gone"
        else:
            yield (
                f"journal: sale {sale} is {number_now} of {text(total_now)}, "
                f"it was journalled as {number_then} of {text(total_then)}"
            )


CHECKS: tuple[Check, ...] = (lines, totals, headers, returned, journalled, as_journalled)
