"""What lies on the shelves when the shop starts counting: an opening adjustment, each line a cost layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from polytill.domain.business.selectors import place_for
from polytill.domain.catalog.selectors import Sellable, units
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.stock.documents import enter_adjustment, note_layers
from polytill.domain.stock.models import Adjustment, AdjustmentLine
from polytill.domain.stock.services import Incoming, bring_in
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.domain.taxes.selectors import rates
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import EXACT, HUNDRED, ZERO, fine
from polytill.operations.steps.adjustment_rows import adjustment_line_row, adjustment_row
from polytill.operations.steps.codes import next_code
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.stock_units import check_quantity, items_of, per_base, placed

GATE = Gate(permissions=("product.opening_stock",))


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """unit_cost: before tax, per unit counted in; unit_id None is the product's base unit."""

    variation_id: int
    quantity: Decimal
    unit_cost: Decimal
    unit_id: int | None = None
    lot_number: str = ""
    made_on: date | None = None
    expires_on: date | None = None


def open_stock(
    *, location_id: int, lines: Sequence[OpeningLine], at: datetime, note: str = "", actor: Actor, now: datetime
) -> int:
    """Returns the adjustment's id."""
    GATE.admit(actor, now)
    return durable(lambda: _open(location_id, lines, at, note, actor, now))


def _open(location_id: int, lines: Sequence[OpeningLine], at: datetime, note: str, actor: Actor, now: datetime) -> int:
    place_for(actor, location_id)
    if not lines:
        raise invalid({"lines": ["At least one line is needed."]})
    items = items_of([line.variation_id for line in lines], actor, stocked=True)
    pools = take_ids({Adjustment: 1, AdjustmentLine: len(lines)})
    adjustment_id, line_ids = pools[Adjustment][0], pools[AdjustmentLine]
    incoming = [
        _incoming(place, line, line_id, items[line.variation_id], adjustment_id, location_id, actor)
        for place, (line, line_id) in enumerate(zip(lines, line_ids, strict=True))
    ]
    rows = [_line_row(goods, adjustment_id, actor) for goods in incoming]
    number = next_code("stock_adjustment", actor=actor, now=now)
    adjustment = adjustment_row(
        adjustment_id, location_id, number, "opening", rows, at=at, reason=note, actor=actor, now=now
    )
    enter_adjustment(adjustment=adjustment, lines=rows)
    layers = bring_in(incoming=incoming, reason="opening", source_kind="opening", received_at=at, actor=actor, now=now)
    note_layers(layers=dict(zip(line_ids, layers, strict=True)))
    payload = {"number": number, "location": location_id, "lines": len(lines), "total": adjustment["total"]}
    record(facts=[NewFact("stock.opened", "adjustment", adjustment_id, payload)], actor=actor, now=now)
    return adjustment_id


def _incoming(
    place: int, line: OpeningLine, line_id: int, item: Sellable, adjustment_id: int, location_id: int, actor: Actor
) -> Incoming:
    check_quantity(place, line.quantity)
    if not line.unit_cost.is_finite() or line.unit_cost < 0:
        raise invalid({f"lines.{place}.unit_cost": ["A cost is not negative."]})
    measures = units(actor)
    where, quantity = placed(place, item, line.quantity, line.unit_id, location_id, measures)
    factor = Decimal(1) if item.stock_per_unit else per_base(place, item, line.unit_id, measures)
    cost = fine(EXACT.divide(line.unit_cost, factor))
    percent = _percents(actor).get(item.tax_id or 0, ZERO)
    return Incoming(
        place=where,
        quantity=quantity,
        unit_cost=cost,
        unit_cost_inc_tax=fine(EXACT.divide(EXACT.multiply(cost, HUNDRED + percent), HUNDRED)),
        source_id=adjustment_id,
        source_line_id=line_id,
        lot_number=line.lot_number,
        made_on=line.made_on,
        expires_on=line.expires_on,
    )


def _percents(actor: Actor) -> Mapping[int, Decimal]:
    return {tax_id: rate.percent for tax_id, rate in rates(actor).items()}


def _line_row(goods: Incoming, adjustment_id: int, actor: Actor) -> Row:
    return adjustment_line_row(
        goods.source_line_id, adjustment_id, goods.place, goods.quantity, goods.unit_cost, actor=actor
    )
