"""The stock ledger's writes. A level's row is the lock of its layers: whoever touches a layer has its level first, and
levels are always taken in the order of (location, variation, unit), so that two tills cannot deadlock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from polytill.domain.stock.models import CostLayer, StockLevel, StockMove
from polytill.domain.storage.fields import QuantityField
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row, amount, execute, fetch, insert_rows, marks
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO

LEVEL, LAYER, MOVE = (m._meta.db_table for m in (StockLevel, CostLayer, StockMove))
Place = tuple[int, int, int]  # location, variation, unit: where a level lies


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Goods leaving. owner: which document of a batch; layer_id: the lot asked for; cost: where no layer tells it."""

    owner: int
    place: Place
    quantity: Decimal
    source_id: int
    source_line_id: int | None
    cost: Decimal
    layer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    place: Place
    quantity: Decimal
    unit_cost: Decimal
    unit_cost_inc_tax: Decimal
    source_id: int
    source_line_id: int | None = None
    lot_number: str = ""
    made_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Shortage:
    place: Place
    wanted: Decimal
    available: Decimal


def change_levels(*, changes: Mapping[Place, Decimal], actor: Actor) -> dict[Place, Decimal]:
    """Adds the signed changes, makes levels that are not there, locks them all; returns the levels after it."""
    order = sorted(place for place, change in changes.items())
    if not order:
        return {}
    scale = QuantityField.scaled
    rows = fetch(
        f"INSERT INTO {LEVEL} (business_id, location_id, variation_id, unit_id, quantity) "
        f"VALUES {', '.join(['(%s, %s, %s, %s, %s)'] * len(order))} "
        f"ON CONFLICT (location_id, variation_id, unit_id) "
        f"DO UPDATE SET quantity = {LEVEL}.quantity + excluded.quantity "
        f"RETURNING location_id, variation_id, unit_id, quantity",
        [x for place in order for x in (actor.business_id, *place, scale(changes[place]))],
    )
    return {(row[0], row[1], row[2]): amount(row[3]) for row in rows}


def take_out(
    *, wanted: Sequence[Outgoing], allow_negative: bool, reason: str, source_kind: str, actor: Actor, now: datetime
) -> dict[int, Shortage]:
    """Takes goods out, first in first out. Documents (owners) that do not fit take nothing; they are returned."""
    if not wanted:
        return {}
    totals = _totals(wanted)
    after = change_levels(changes={p: -q for p, q in totals.items()}, actor=actor)
    short = {} if allow_negative or min(after.values()) >= 0 else _shortages(wanted, totals, after)
    if short:
        kept = [out for out in wanted if out.owner not in short]
        returned = _totals([out for out in wanted if out.owner in short])
        after |= change_levels(changes=returned, actor=actor)
        wanted, totals = kept, _totals(kept)
    if wanted:
        _consume(wanted, totals, after, reason=reason, source_kind=source_kind, actor=actor, now=now)
    return short


def _totals(wanted: Sequence[Outgoing]) -> dict[Place, Decimal]:
    totals: dict[Place, Decimal] = defaultdict(lambda: ZERO)
    for out in wanted:
        totals[out.place] += out.quantity
    return dict(totals)


def _shortages(
    wanted: Sequence[Outgoing], totals: Mapping[Place, Decimal], after: Mapping[Place, Decimal]
) -> dict[int, Shortage]:
    """Walks the documents in their order as if they came one by one."""
    left = {place: after[place] + total for place, total in totals.items()}
    by_owner: dict[int, list[Outgoing]] = defaultdict(list)
    for out in wanted:
        by_owner[out.owner].append(out)
    short: dict[int, Shortage] = {}
    for owner, outs in by_owner.items():
        need = _totals(outs)
        lacking = next((p for p, q in need.items() if q > left[p]), None)
        if lacking is not None:
            short[owner] = Shortage(lacking, need[lacking], left[lacking])
            continue
        for place, quantity in need.items():
            left[place] -= quantity
    return short


def _open_layers(places: Sequence[Place]) -> dict[Place, list[list]]:
    """[id, remaining, unit cost] of the open layers, oldest first."""
    locations, variations = sorted({p[0] for p in places}), sorted({p[1] for p in places})
    rows = fetch(
        f"SELECT id, location_id, variation_id, unit_id, remaining, unit_cost FROM {LAYER} "
        f"WHERE remaining > 0 AND location_id IN ({marks(len(locations))}) "
        f"AND variation_id IN ({marks(len(variations))}) "
        f"ORDER BY location_id, variation_id, received_at, id",
        [*locations, *variations],
    )
    layers: dict[Place, list[list]] = defaultdict(list)
    for row in rows:
        layers[(row[1], row[2], row[3])].append([row[0], amount(row[4]), amount(row[5])])
    return layers


def _consume(
    wanted: Sequence[Outgoing],
    totals: Mapping[Place, Decimal],
    after: Mapping[Place, Decimal],
    *,
    reason: str,
    source_kind: str,
    actor: Actor,
    now: datetime,
) -> None:
    layers = _open_layers(list(totals))
    balance = {place: after[place] + total for place, total in totals.items()}
    used: dict[int, Decimal] = defaultdict(lambda: ZERO)
    moves: list[Row] = []
    for out in wanted:
        for layer_id, quantity, cost in _pick(layers.get(out.place, []), out):
            if layer_id is not None:
                used[layer_id] += quantity
            balance[out.place] -= quantity
            moves.append(
                _move(out.place, -quantity, balance[out.place], cost, layer_id, reason, source_kind, out, actor, now)
            )
    drain_layers(changes={layer: -quantity for layer, quantity in used.items()})
    insert_rows(StockMove, moves)


def _pick(layers: list[list], out: Outgoing) -> list[tuple[int | None, Decimal, Decimal]]:
    """Which layers give the goods: the lot asked for first, then the oldest; what none holds goes out uncovered."""
    order = layers if out.layer_id is None else sorted(layers, key=lambda layer: layer[0] != out.layer_id)
    left, picked = out.quantity, []
    for layer in order:
        if left <= 0:
            break
        part = min(left, layer[1])
        if part > 0:
            layer[1] -= part
            left -= part
            picked.append((layer[0], part, layer[2]))
    if left > 0:
        picked.append((None, left, out.cost))
    return picked


def _move(
    place: Place,
    quantity: Decimal,
    balance: Decimal,
    cost: Decimal,
    layer_id: int | None,
    reason: str,
    source_kind: str,
    source: Outgoing | Incoming,
    actor: Actor,
    now: datetime,
) -> Row:
    return {
        "business_id": actor.business_id,
        "location_id": place[0],
        "variation_id": place[1],
        "unit_id": place[2],
        "layer_id": layer_id,
        "quantity": quantity,
        "balance": balance,
        "unit_cost": cost,
        "reason": reason,
        "source_kind": source_kind,
        "source_id": source.source_id,
        "source_line_id": source.source_line_id,
        "created_by_id": actor.user_id or None,
        "at": now,
    }


def drain_layers(*, changes: Mapping[int, Decimal]) -> None:
    """Adds signed changes to what remains of layers whose levels are locked."""
    if not changes:
        return
    values = ", ".join(["(CAST(%s AS bigint), CAST(%s AS bigint))"] * len(changes))
    execute(
        f"UPDATE {LAYER} SET remaining = remaining + v.column2 FROM (VALUES {values}) AS v "
        f"WHERE {LAYER}.id = v.column1",
        [x for layer, change in sorted(changes.items()) for x in (layer, QuantityField.scaled(change))],
    )


def bring_in(
    *,
    incoming: Sequence[Incoming],
    reason: str,
    source_kind: str,
    actor: Actor,
    now: datetime,
    received_at: datetime | None = None,
) -> list[int]:
    """Books goods in, a new cost layer each; returns the layers' ids.

    Goods that were sold before they were booked in are settled from the first layer that comes: the layer is drained
    by what the level lacked, with a pair of entries that cancel out in the level.
    """
    if not incoming:
        return []
    totals: dict[Place, Decimal] = defaultdict(lambda: ZERO)
    for goods in incoming:
        totals[goods.place] += goods.quantity
    after = change_levels(changes=totals, actor=actor)
    balance = {place: after[place] - total for place, total in totals.items()}
    ids = take_ids({CostLayer: len(incoming)})[CostLayer]
    layers, moves = [], []
    for layer_id, goods in zip(ids, incoming, strict=True):
        missing = max(ZERO, -balance[goods.place])
        settled = min(missing, goods.quantity)
        balance[goods.place] += goods.quantity
        at, cost = balance[goods.place], goods.unit_cost
        moves.append(_move(goods.place, goods.quantity, at, cost, layer_id, reason, source_kind, goods, actor, now))
        if settled:
            moves.append(
                _move(goods.place, -settled, at - settled, cost, layer_id, "settled", source_kind, goods, actor, now)
            )
            moves.append(_move(goods.place, settled, at, cost, None, "settled", source_kind, goods, actor, now))
        layers.append(_layer(layer_id, goods, goods.quantity - settled, source_kind, actor, received_at or now))
    insert_rows(CostLayer, layers)
    insert_rows(StockMove, moves)
    return ids


def _layer(
    layer_id: int, goods: Incoming, remaining: Decimal, source_kind: str, actor: Actor, received_at: datetime
) -> Row:
    return {
        "id": layer_id,
        "business_id": actor.business_id,
        "location_id": goods.place[0],
        "variation_id": goods.place[1],
        "unit_id": goods.place[2],
        "source_kind": source_kind,
        "source_id": goods.source_id,
        "source_line_id": goods.source_line_id,
        "unit_cost": goods.unit_cost,
        "unit_cost_inc_tax": goods.unit_cost_inc_tax,
        "received_at": received_at,
        "quantity": goods.quantity,
        "remaining": remaining,
        "lot_number": goods.lot_number,
        "made_on": goods.made_on,
        "expires_on": goods.expires_on,
    }


def give_back(
    *,
    lines: Mapping[int, Decimal] | None,
    out_kind: str,
    out_id: int,
    back_kind: str,
    back_id: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Brings back what a document took out, to the layers it came from, last taken first.

    lines: quantity (in stock units) to bring back per line of the document; negative takes out again what had come
    back. None undoes all that is still out. Earlier returns under (back_kind, back_id) count as come back.
    """
    out = _still_out(out_kind, out_id, back_kind, back_id, actor)
    backs: list[tuple[Place, int | None, int | None, Decimal, Decimal]] = []
    for line_id, parts in out.items():
        left = None if lines is None else lines.get(line_id or 0, ZERO)
        for place, layer_id, taken, returned, cost in reversed(parts):
            open_part = taken - returned
            # What was taken again from another layer than it came back to counts as not returned there.
            most = max(returned, ZERO)
            part = open_part if left is None else (min(left, open_part) if left > 0 else max(left, -most))
            if part:
                backs.append((place, layer_id, line_id, part, cost))
                left = None if left is None else left - part
    totals: dict[Place, Decimal] = defaultdict(lambda: ZERO)
    for place, _, _, part, _ in backs:
        totals[place] += part
    after = change_levels(changes=totals, actor=actor)
    balance = {place: after[place] - total for place, total in totals.items()}
    drained: dict[int, Decimal] = defaultdict(lambda: ZERO)
    moves: list[Row] = []
    for place, layer_id, line_id, part, cost in backs:
        balance[place] += part
        if layer_id is not None:
            drained[layer_id] += part
        source = Outgoing(0, place, part, back_id, line_id, cost)
        moves.append(_move(place, part, balance[place], cost, layer_id, reason, back_kind, source, actor, now))
    drain_layers(changes=drained)
    insert_rows(StockMove, moves)


def _still_out(
    out_kind: str, out_id: int, back_kind: str, back_id: int, actor: Actor
) -> dict[int | None, list[tuple[Place, int | None, Decimal, Decimal, Decimal]]]:
    """Per document line: (place, layer, taken, returned, cost), oldest first."""
    rows = fetch(
        f"SELECT location_id, variation_id, unit_id, layer_id, source_line_id, "
        f"SUM(CASE WHEN quantity < 0 AND source_kind = %s AND source_id = %s THEN -quantity ELSE 0 END), "
        f"SUM(quantity), MIN(unit_cost), MIN(id) FROM {MOVE} WHERE business_id = %s AND "
        f"((source_kind = %s AND source_id = %s) OR (source_kind = %s AND source_id = %s)) "
        f"GROUP BY location_id, variation_id, unit_id, layer_id, source_line_id ORDER BY MIN(id)",
        [out_kind, out_id, actor.business_id, out_kind, out_id, back_kind, back_id],
    )
    found: dict[int | None, list[tuple[Place, int | None, Decimal, Decimal, Decimal]]] = defaultdict(list)
    for location, variation, unit, layer, line, taken, net, cost, _ in rows:
        taken, still = amount(taken), -amount(net)
        found[line].append(((location, variation, unit), layer, taken, taken - still, amount(cost)))
    return found
