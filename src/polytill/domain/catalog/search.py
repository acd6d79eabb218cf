"""Finding what is sold: by any part of its name, SKU or barcode, or by a code that was scanned."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from polytill.domain.catalog.models import Barcode, Product, ProductLocation, SellingUnit, Variation
from polytill.domain.catalog.search_index import INDEX
from polytill.domain.catalog.selectors import label_of
from polytill.domain.storage.sql import amount, fetch
from polytill.kernel.actor import Actor

VARIATION, PRODUCT, SOLD_AT = Variation._meta.db_table, Product._meta.db_table, ProductLocation._meta.db_table
Clause = tuple[str, list[object]]
MOST_WORDS = 8
TRIGRAM = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A variation that is for sale; the price with tax is per base unit."""

    variation_id: int
    product_id: int
    label: str
    sub_sku: str
    type: str
    unit_id: int | None
    sell_price_inc_tax: Decimal


@dataclass(frozen=True, slots=True)
class Scanned:
    """unit None: the code stands on the base unit."""

    variation_id: int
    unit_id: int | None


_COLUMNS = "v.id, v.product_id, p.name, v.name, v.sub_sku, p.type, p.unit_id, v.sell_price_inc_tax"
_LIVE = (
    "v.business_id = %s AND v.deleted_at IS NULL AND p.deleted_at IS NULL AND NOT p.is_inactive "
    "AND NOT p.not_for_selling AND p.type <> 'modifier'"
)


def search(actor: Actor, text: str, location_id: int | None = None, limit: int = 20) -> list[Found]:
    """Every word stands somewhere in the text; the oldest first. Nothing asked, nothing found."""
    words = text.replace("\x00", " ").lower().split()[:MOST_WORDS]
    if not words or limit < 1:
        return []
    source, order, clauses = _matching(words)
    clauses += [(_LIVE, [actor.business_id]), *_sold_at(location_id)]
    where = " AND ".join(clause for clause, _ in clauses)
    parameters = [value for _, values in clauses for value in values]
    rows = fetch(f"SELECT {_COLUMNS} FROM {source} WHERE {where} ORDER BY {order} LIMIT %s", [*parameters, limit])
    return [
        Found(
            variation_id=row[0],
            product_id=row[1],
            label=label_of(row[2], row[3]),
            sub_sku=row[4],
            type=row[5],
            unit_id=row[6],
            sell_price_inc_tax=amount(row[7]),
        )
        for row in rows
    ]


def _matching(words: list[str]) -> tuple[str, str, list[Clause]]:
    """PostgreSQL's trigram index serves LIKE itself. SQLite's is asked first, so that the rows come in its order and
    the limit ends the work; it knows words of three letters and more."""
    tables = f"{VARIATION} v JOIN {PRODUCT} p ON p.id = v.product_id"
    indexed = [word for word in words if len(word) >= TRIGRAM] if connection.vendor == "sqlite" else []
    rest = [_like(word) for word in words if word not in indexed]
    if not indexed:
        return tables, "v.id", rest
    phrases = " ".join('"' + word.replace('"', '""') + '"' for word in indexed)
    tables = f"{INDEX} f CROSS JOIN {VARIATION} v ON v.id = f.rowid JOIN {PRODUCT} p ON p.id = v.product_id"
    return tables, "f.rowid", [(f"{INDEX} MATCH %s", [phrases]), *rest]


def _like(word: str) -> Clause:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    # PostgreSQL escapes so of itself, and would not use the index were it told.
    escape = " ESCAPE '\\'" if connection.vendor == "sqlite" else ""
    return f"v.search_text LIKE %s{escape}", [f"%{escaped}%"]


def _sold_at(location_id: int | None) -> list[Clause]:
    if location_id is None:
        return []
    sold = f"EXISTS (SELECT 1 FROM {SOLD_AT} s WHERE s.location_id = %s AND s.product_id = v.product_id)"
    return [(sold, [location_id])]


def by_barcode(actor: Actor, code: str) -> Scanned | None:
    """A code as scanned: a barcode, a SKU, or the code on a selling unit, in this order. One statement."""
    code = code.strip()
    if not code:
        return None
    live = "v.deleted_at IS NULL AND p.deleted_at IS NULL AND NOT p.is_inactive"
    joined = f"JOIN {PRODUCT} p ON p.id = v.product_id WHERE v.business_id = %s AND {live}"
    rows = fetch(
        f"SELECT 1, v.id, b.unit_id FROM {Barcode._meta.db_table} b JOIN {VARIATION} v ON v.id = b.variation_id "
        f"{joined} AND b.business_id = %s AND b.code = %s "
        f"UNION ALL SELECT 2, v.id, NULL FROM {VARIATION} v {joined} AND v.sub_sku = %s "
        f"UNION ALL SELECT 3, v.id, u.unit_id FROM {SellingUnit._meta.db_table} u "
        f"JOIN {VARIATION} v ON v.id = u.variation_id {joined} AND u.business_id = %s AND u.barcode = %s "
        f"ORDER BY 1 LIMIT 1",
        [*[actor.business_id] * 2, code, actor.business_id, code, *[actor.business_id] * 2, code],
    )
    return Scanned(rows[0][1], rows[0][2]) if rows else None
