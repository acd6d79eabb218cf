"""How an adjustment stands in the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.stock.services import Place
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.money import EXACT, ZERO, fine


def adjustment_row(
    adjustment_id: int,
    location_id: int,
    number: str,
    kind: str,
    lines: Sequence[Row],
    *,
    at: datetime,
    actor: Actor,
    now: datetime,
    reason: str = "",
    recovered: Decimal = ZERO,
) -> Row:
    """total: what its lines are worth at cost, whichever way they go."""
    worth = (fine(EXACT.multiply(abs(line["quantity"]), line["unit_cost"])) for line in lines)
    return {
        "id": adjustment_id,
        "business_id": actor.business_id,
        "location_id": location_id,
        "number": number,
        "kind": kind,
        "reason": reason,
        "total": sum(worth, ZERO),
        "recovered": recovered,
        "at": at,
        "created_by_id": actor.user_id or None,
        "created_at": now,
        "updated_at": now,
    }


def adjustment_line_row(
    line_id: int | None,
    adjustment_id: int,
    place: Place,
    quantity: Decimal,
    unit_cost: Decimal,
    *,
    actor: Actor,
    layer_id: int | None = None,
) -> Row:
    """quantity: signed, in the unit that the stock is counted in."""
    return {
        "id": line_id,
        "business_id": actor.business_id,
        "adjustment_id": adjustment_id,
        "variation_id": place[1],
        "unit_id": place[2],
        "quantity": quantity,
        "unit_cost": unit_cost,
        "layer_id": layer_id,
    }
