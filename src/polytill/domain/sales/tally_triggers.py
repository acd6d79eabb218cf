"""What keeps the tally of sales: triggers, so that no way of writing a sale can forget it.

A later migration that alters the table of sales on SQLite rebuilds it and so drops its triggers: let it end with
`migrations.RunPython(tally_triggers.build)`, which also counts anew.
"""

from __future__ import annotations

from typing import Any

SALE, TALLY = "sales_sale", "sales_saletally"
COLUMNS = (
    "type", "status", "sub_status", "sub_type", "payment_status", "is_direct", "location_id", "created_by_id",
)  # fmt: skip
WATCHED = ("business_id", "at", "voided_at", *COLUMNS)
LIST = ", ".join(COLUMNS)
TARGET = f"INSERT INTO {TALLY} (business_id, period, key, {LIST}, count)"
ADD = f"ON CONFLICT (business_id, period, key) DO UPDATE SET count = {TALLY}.count + excluded.count"


def _key(row: str, as_text: str) -> str:
    return " || '|' || ".join(f"COALESCE({as_text.format(f'{row}.{name}')}, '')" for name in COLUMNS)


def _of(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in COLUMNS)


# --- PostgreSQL ------------------------------------------------------------------------------------------------------

DAY = "to_char(x.at AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
PERIODS = f"(VALUES ('a'), ('m' || left({DAY}, 7)), ('d' || {DAY})) AS p (period)"
PG_KEY = _key("x", "{}::text")


def _counted(rows: str) -> str:
    """rows: a FROM that gives the sales as x with a column n, 1 or -1. Sorted: two writers lock in one order."""
    return (
        f"{TARGET} SELECT x.business_id, p.period, {PG_KEY}, {_of('x')}, SUM(x.n) "
        f"FROM {rows} CROSS JOIN LATERAL {PERIODS} WHERE x.voided_at IS NULL "
        f"GROUP BY x.business_id, p.period, {_of('x')} HAVING SUM(x.n) <> 0 ORDER BY 1, 2, 3 {ADD};"
    )


CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in WATCHED)
POSTGRESQL = (
    f"CREATE OR REPLACE FUNCTION sale_tally_entered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"{_counted('(SELECT 1 AS n, e.* FROM entered e) x')} RETURN NULL; END $$",
    f"CREATE OR REPLACE FUNCTION sale_tally_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"{_counted('(SELECT -1 AS n, (OLD).* UNION ALL SELECT 1, (NEW).*) x')} RETURN NULL; END $$",
    f"CREATE OR REPLACE FUNCTION sale_tally_gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"{_counted('(SELECT -1 AS n, g.* FROM gone g) x')} RETURN NULL; END $$",
    f"DROP TRIGGER IF EXISTS sale_tally_insert ON {SALE}",
    f"DROP TRIGGER IF EXISTS sale_tally_update ON {SALE}",
    f"DROP TRIGGER IF EXISTS sale_tally_delete ON {SALE}",
    f"CREATE TRIGGER sale_tally_insert AFTER INSERT ON {SALE} REFERENCING NEW TABLE AS entered "
    f"FOR EACH STATEMENT EXECUTE FUNCTION sale_tally_entered()",
    f"CREATE TRIGGER sale_tally_update AFTER UPDATE ON {SALE} FOR EACH ROW WHEN ({CHANGED}) "
    f"EXECUTE FUNCTION sale_tally_changed()",
    f"CREATE TRIGGER sale_tally_delete AFTER DELETE ON {SALE} REFERENCING OLD TABLE AS gone "
    f"FOR EACH STATEMENT EXECUTE FUNCTION sale_tally_gone()",
    f"DELETE FROM {TALLY}",
    _counted(f"(SELECT 1 AS n, s.* FROM {SALE} s) x"),
)
GONE_POSTGRESQL = (
    *(f"DROP TRIGGER IF EXISTS sale_tally_{event} ON {SALE}" for event in ("insert", "update", "delete")),
    *(f"DROP FUNCTION IF EXISTS sale_tally_{event}()" for event in ("entered", "changed", "gone")),
)

# --- SQLite ----------------------------------------------------------------------------------------------------------


def _step(row: str, n: int) -> str:
    """Adds n for one row, in its three periods."""
    values = [
        f"({row}.business_id, {period}, {_key(row, '{}')}, {_of(row)}, {n})"
        for period in ("'a'", f"'m' || substr({row}.at, 1, 7)", f"'d' || substr({row}.at, 1, 10)")
    ]
    # Without the WHERE, SQLite takes ON CONFLICT for a join's condition.
    return f"{TARGET} SELECT * FROM (VALUES {', '.join(values)}) WHERE {row}.voided_at IS NULL {ADD};"


# A row that goes takes its count along only where it is counted: when a business is removed, or the whole database
# is emptied, the tally may have gone first.
GONE = (
    f"UPDATE {TALLY} SET count = count - 1 WHERE business_id = old.business_id AND key = {_key('old', '{}')} "
    f"AND period IN ('a', 'm' || substr(old.at, 1, 7), 'd' || substr(old.at, 1, 10));"
)
DIFFERS = " OR ".join(f"old.{name} IS NOT new.{name}" for name in WATCHED)
SQLITE = (
    *(f"DROP TRIGGER IF EXISTS sale_tally_{event}" for event in ("insert", "update", "delete")),
    f"CREATE TRIGGER sale_tally_insert AFTER INSERT ON {SALE} BEGIN {_step('new', 1)} END",
    f"CREATE TRIGGER sale_tally_update AFTER UPDATE OF {', '.join(WATCHED)} ON {SALE} WHEN {DIFFERS} "
    f"BEGIN {_step('old', -1)} {_step('new', 1)} END",
    f"CREATE TRIGGER sale_tally_delete AFTER DELETE ON {SALE} WHEN old.voided_at IS NULL BEGIN {GONE} END",
    f"DELETE FROM {TALLY}",
    *(
        f"{TARGET} SELECT x.business_id, {period}, {_key('x', '{}')}, {_of('x')}, COUNT(*) FROM {SALE} x "
        f"WHERE x.voided_at IS NULL GROUP BY 1, 2, 3"
        for period in ("'a'", "'m' || substr(x.at, 1, 7)", "'d' || substr(x.at, 1, 10)")
    ),
)
GONE_SQLITE = tuple(f"DROP TRIGGER IF EXISTS sale_tally_{event}" for event in ("insert", "update", "delete"))


def build(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    for statement in GONE_SQLITE if schema_editor.connection.vendor == "sqlite" else GONE_POSTGRESQL:
        schema_editor.execute(statement)
