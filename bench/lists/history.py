"""A year of sales, made inside the engine: enough of each row for lists, filters and exports to work on."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

COLUMNS = (
    "business_id, type, status, is_suspended, is_direct, is_credit, consumption, payment_status, location_id, "
    "contact_id, number, ref_no, door, at, exchange_rate, pricing_policy, total_before_tax, line_tax_total, "
    "tax_amount, discount_value, discount_amount, points_redeemed, points_value, points_earned, "
    "shipping_charges, packing_value, packing_amount, extra_charges, round_off, total, paid, note, staff_note, "
    "order_ids, details, created_by_id, version, created_at, updated_at"
)
ROW = (
    "{business}, 'sell', 'final', {no}, {direct}, {no}, 'sales', CASE WHEN n % 10 = 0 THEN 'due' ELSE 'paid' "
    "END, {location}, {contact}, 'H' || n, '', 'web', {at}, 100000000, 'standard', (n % 90000 + 1) * 100, 0, 0,"
    " 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (n % 90000 + 1) * 100, CASE WHEN n % 10 = 0 THEN 0 ELSE (n % 90000 + 1) * "
    "100 END, '', '', '[]', '{{}}', {user}, 1, {at}, {at}"
)
POSTGRESQL = "generate_series({first}, {last}) AS n"
SQLITE = (
    "(WITH RECURSIVE counted(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM counted WHERE n < {last}) "
    "SELECT n FROM counted)"
)
AT_ONCE = 50_000


def make(shop: Any, count: int) -> None:
    on_sqlite = connection.vendor == "sqlite"
    at = (
        "strftime('%Y-%m-%d %H:%M:%S', '2025-01-01', '+' || (n * 30) || ' seconds')"
        if on_sqlite
        else "timestamptz '2025-01-01 00:00:00+00' + n * interval '30 seconds'"
    )
    row = ROW.format(
        business=shop.business_id, location=shop.location_id, contact=shop.walk_in_id, user=shop.tills[0][0], at=at,
        no="0" if on_sqlite else "false", direct="n % 2" if on_sqlite else "n % 2 = 1",
    )  # fmt: skip
    source = SQLITE if on_sqlite else POSTGRESQL
    for first in range(1, count + 1, AT_ONCE):
        numbers = source.format(first=first, last=min(count, first + AT_ONCE - 1))
        # Past the cursor's placeholders: the format has per cent signs of its own.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO sales_sale ({COLUMNS}) SELECT {row} FROM {numbers}".replace("%", "%%"), [])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
