from __future__ import annotations

from collections.abc import Iterator

from polytill.domain.stock.models import CostLayer, StockLevel, StockMove
from polytill.reports.verification.compare import Check, against_sums, broken_runs, found, only, table, text

PLACE = "location_id, variation_id, unit_id"


def levels(business_id: int | None) -> Iterator[str]:
    """A level without moves must be nothing, and moves without a level must come to nothing."""
    business, values = only(business_id)
    rows = found(
        f"""
        SELECT {PLACE}, SUM(level), SUM(moved) FROM (
            SELECT {PLACE}, quantity AS level, 0 AS moved FROM {table(StockLevel)} WHERE 1 = 1{business}
            UNION ALL
            SELECT {PLACE}, 0, quantity FROM {table(StockMove)} WHERE 1 = 1{business}
        ) AS both_sides
        GROUP BY {PLACE} HAVING SUM(level) <> SUM(moved) ORDER BY {PLACE}
        """,
        values * 2,
    )
    for location, variation, unit, level, moved in rows:
        yield f"stock: {_at(location, variation, unit)} has {text(level)}, its moves say {text(moved)}"


def covered(business_id: int | None) -> Iterator[str]:
    """What lies somewhere came in with a layer, or was sold before it came in."""
    business, values = only(business_id)
    rows = found(
        f"""
        SELECT {PLACE}, SUM(level), SUM(covered) FROM (
            SELECT {PLACE}, quantity AS level, 0 AS covered FROM {table(StockLevel)} WHERE 1 = 1{business}
            UNION ALL
            SELECT {PLACE}, 0, remaining FROM {table(CostLayer)} WHERE 1 = 1{business}
            UNION ALL
            SELECT {PLACE}, 0, quantity FROM {table(StockMove)} WHERE layer_id IS NULL{business}
        ) AS both_sides
        GROUP BY {PLACE} HAVING SUM(level) <> SUM(covered) ORDER BY {PLACE}
        """,
        values * 3,
    )
    for location, variation, unit, level, covered in rows:
        yield (
            f"stock: {_at(location, variation, unit)} has {text(level)}, "
            f"its layers and uncovered moves say {text(covered)}"
        )


def layers(business_id: int | None) -> Iterator[str]:
    for layer, remaining, moved in against_sums(CostLayer, "remaining", StockMove, "layer_id", "quantity", business_id):
        yield f"stock: layer {layer} has {remaining} left, its moves say {moved}"
    business, values = only(business_id)
    rows = found(f"SELECT id, remaining FROM {table(CostLayer)} WHERE remaining < 0{business} ORDER BY id", values)
    for layer, left in rows:
        yield f"stock: layer {layer} has {text(left)} left"


def moves(business_id: int | None) -> Iterator[str]:
    for location, variation, unit, move, balance, running in broken_runs(StockMove, PLACE, "quantity", business_id):
        yield (
            f"stock: move {move} of {_at(location, variation, unit)} leaves {balance}, the moves up to it say {running}"
        )


def _at(location: int, variation: int, unit: int) -> str:
    return f"variation {variation} (unit {unit}) at location {location}"


CHECKS: tuple[Check, ...] = (levels, covered, layers, moves)
