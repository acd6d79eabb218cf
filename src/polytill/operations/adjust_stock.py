"""Stock put right: broken, lost or stolen goods go out, found ones come in, a count sets what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.business.selectors import place_for
from polytill.domain.catalog.selectors import Sellable, units
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.stock.documents import enter_adjustment
from polytill.domain.stock.models import Adjustment, AdjustmentLine
from polytill.domain.stock.services import Incoming, Outgoing, Place, bring_in, take_out
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.kernel.money import ZERO, fine, plain
from polytill.operations.steps.adjustment_rows import adjustment_line_row, adjustment_row
from polytill.operations.steps.codes import next_code
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.stock_units import check_quantity, items_of, placed

GATE = Gate(permissions=("stock_adjustment.create",), modules=("stock_adjustment",))
KINDS = ("normal", "abnormal", "count")


@dataclass(frozen=True, slots=True)
class AdjustLine:
    """quantity is signed: negative takes out. unit_cost: of goods found, per stock unit; None is the purchase price."""

    variation_id: int
    quantity: Decimal
    unit_id: int | None = None
    unit_cost: Decimal | None = None
    layer_id: int | None = None


@dataclass(frozen=True, slots=True)
class AdjustStock:
    """recovered: money that came in for the goods, from an insurance or as scrap."""

    location_id: int
    lines: tuple[AdjustLine, ...]
    at: datetime
    kind: str = "normal"
    reason: str = ""
    recovered: Decimal = ZERO


def adjust_stock(command: AdjustStock, *, actor: Actor, now: datetime) -> int:
    """Returns the adjustment's id. Takes out no more than there is, whatever the shop's setting for sales."""
    GATE.admit(actor, now)
    return durable(lambda: _adjust(command, actor, now))


def _adjust(command: AdjustStock, actor: Actor, now: datetime) -> int:
    place_for(actor, command.location_id)
    items = _check(command, actor)
    pools = take_ids({Adjustment: 1, AdjustmentLine: len(command.lines)})
    adjustment_id, line_ids = pools[Adjustment][0], pools[AdjustmentLine]
    measures = units(actor)
    where = [
        placed(i, items[line.variation_id], line.quantity, line.unit_id, command.location_id, measures)
        for i, line in enumerate(command.lines)
    ]
    costs = [_cost(line, items[line.variation_id]) for line in command.lines]
    entries = list(zip(command.lines, line_ids, where, costs, strict=True))
    rows = [
        adjustment_line_row(line_id, adjustment_id, at[0], at[1], cost, layer_id=line.layer_id, actor=actor)
        for line, line_id, at, cost in entries
    ]
    _move(entries, adjustment_id, items, actor, now)
    number = next_code("stock_adjustment", actor=actor, now=now)
    adjustment = adjustment_row(
        adjustment_id, command.location_id, number, command.kind, rows, at=command.at, reason=command.reason,
        recovered=fine(command.recovered), actor=actor, now=now,
    )  # fmt: skip
    enter_adjustment(adjustment=adjustment, lines=rows)
    payload = {
        "number": number,
        "kind": command.kind,
        "lines": [[row["variation_id"], row["quantity"], row["unit_cost"]] for row in rows],
    }
    record(facts=[NewFact("stock.adjusted", "adjustment", adjustment_id, payload)], actor=actor, now=now)
    return adjustment_id


def _check(command: AdjustStock, actor: Actor) -> dict[int, Sellable]:
    if command.kind not in KINDS:
        raise invalid({"kind": ["The selected kind is invalid."]})
    if not command.lines:
        raise invalid({"lines": ["At least one line is needed."]})
    if not command.recovered.is_finite() or command.recovered < 0:
        raise invalid({"recovered": ["The amount recovered is not negative."]})
    for position, line in enumerate(command.lines):
        check_quantity(position, line.quantity, signed=True)
    return items_of([line.variation_id for line in command.lines], actor, stocked=True)


def _cost(line: AdjustLine, item: Sellable) -> Decimal:
    return item.purchase_price if line.unit_cost is None else fine(line.unit_cost)


def _move(
    entries: Sequence[tuple[AdjustLine, int, tuple[Place, Decimal], Decimal]],
    adjustment_id: int,
    items: dict[int, Sellable],
    actor: Actor,
    now: datetime,
) -> None:
    going = [
        Outgoing(0, place, -quantity, adjustment_id, line_id, cost, line.layer_id)
        for line, line_id, (place, quantity), cost in entries
        if quantity < 0
    ]
    coming = [
        Incoming(place, quantity, cost, cost, adjustment_id, line_id)
        for _, line_id, (place, quantity), cost in entries
        if quantity > 0
    ]
    common: dict[str, Any] = {"reason": "adjustment", "source_kind": "adjustment", "actor": actor, "now": now}
    for shortage in take_out(wanted=going, allow_negative=False, **common).values():
        label, available = items[shortage.place[1]].label, plain(shortage.available)
        raise rule("stock.insufficient", f"Only {available} of {label} in stock.", variation_id=shortage.place[1])
    bring_in(incoming=coming, **common)
