"""Writes of the stock's own documents: adjustments (openings and counts are such) and transfers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from polytill.domain.stock.models import Adjustment, AdjustmentLine, CostLayer, StockMove, Transfer, TransferLine
from polytill.domain.stock.services import Place
from polytill.domain.storage.sql import Row, execute, insert_rows
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found


@dataclass(frozen=True, slots=True)
class Consumed:
    """What one line of a document took of one layer; quantity is positive."""

    line_id: int
    place: Place
    quantity: Decimal
    unit_cost: Decimal
    unit_cost_inc_tax: Decimal
    lot_number: str
    made_on: date | None
    expires_on: date | None


def enter_adjustment(*, adjustment: Row, lines: Sequence[Row]) -> None:
    insert_rows(Adjustment, [adjustment])
    insert_rows(AdjustmentLine, lines)


def note_layers(*, layers: Mapping[int, int]) -> None:
    """Which layer each line of an adjustment brought in."""
    for line_id, layer_id in sorted(layers.items()):
        execute(
            f"UPDATE {AdjustmentLine._meta.db_table} SET layer_id = %s WHERE id = %s",
            [layer_id, line_id],
        )


def enter_transfer(*, transfer: Row, lines: Sequence[Row]) -> None:
    insert_rows(Transfer, [transfer])
    insert_rows(TransferLine, lines)


def transfer_for_update(*, transfer_id: int, actor: Actor) -> Transfer:
    found = Transfer.objects.visible_to(actor).filter(pk=transfer_id).select_for_update().first()
    if found is None:
        raise not_found("transfer", id=transfer_id)
    return found


def set_transfer_status(*, transfer: Transfer, status: str, now: datetime) -> None:
    transfer.status, transfer.updated_at = status, now
    transfer.save(update_fields=["status", "updated_at"])


def consumed(*, source_kind: str, source_id: int, reason: str, actor: Actor) -> list[Consumed]:
    """What a document took out, layer by layer, oldest entry first."""
    rows = (
        StockMove.objects.visible_to(actor)
        .filter(source_kind=source_kind, source_id=source_id, reason=reason)
        .order_by("id")
    )
    layers = CostLayer.objects.visible_to(actor).in_bulk([row.layer_id for row in rows if row.layer_id is not None])
    return [_consumed(row, layers.get(row.layer_id)) for row in rows]


def _consumed(move: StockMove, layer: CostLayer | None) -> Consumed:
    return Consumed(
        line_id=move.source_line_id or 0,
        place=(move.location_id, move.variation_id, move.unit_id),
        quantity=-move.quantity,
        unit_cost=move.unit_cost,
        unit_cost_inc_tax=move.unit_cost if layer is None else layer.unit_cost_inc_tax,
        lot_number="" if layer is None else layer.lot_number,
        made_on=None if layer is None else layer.made_on,
        expires_on=None if layer is None else layer.expires_on,
    )
