"""What a document has moved, by its lines."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from polytill.domain.stock.models import StockMove
from polytill.domain.storage.sql import amount, fetch
from polytill.kernel.actor import Actor

MOVE = StockMove._meta.db_table


@dataclass(frozen=True, slots=True)
class Moved:
    """quantity is signed, the sum of all moves of that line, place and layer. place: location, variation, unit."""

    place: tuple[int, int, int]
    layer_id: int | None
    quantity: Decimal
    cost: Decimal


def moved_by(source_kind: str, source_id: int, actor: Actor) -> dict[int, list[Moved]]:
    rows = fetch(
        f"SELECT source_line_id, location_id, variation_id, unit_id, layer_id, SUM(quantity), MIN(unit_cost) "
        f"FROM {MOVE} WHERE business_id = %s AND source_kind = %s AND source_id = %s AND source_line_id IS NOT NULL "
        f"GROUP BY source_line_id, location_id, variation_id, unit_id, layer_id ORDER BY MIN(id)",
        [actor.business_id, source_kind, source_id],
    )
    found: dict[int, list[Moved]] = defaultdict(list)
    for line, location, variation, unit, layer, quantity, cost in rows:
        found[line].append(Moved((location, variation, unit), layer, amount(quantity), amount(cost)))
    return dict(found)
