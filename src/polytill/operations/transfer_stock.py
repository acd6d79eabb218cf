"""Goods go from one location to another; they keep their cost, lot and expiry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from polytill.domain.business.selectors import place_for
from polytill.domain.catalog.selectors import Sellable, units
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.stock.documents import enter_transfer
from polytill.domain.stock.models import Transfer, TransferLine
from polytill.domain.stock.services import Place
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import ZERO, fine
from polytill.operations.steps.codes import next_code
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.stock_units import check_quantity, items_of, placed
from polytill.operations.steps.transit import arrive, depart

GATE = Gate(permissions=("stock_transfer.create",), modules=("stock_transfers",))
STATUSES = ("pending", "in_transit", "completed")


@dataclass(frozen=True, slots=True)
class TransferredLine:
    variation_id: int
    quantity: Decimal
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class TransferStock:
    """pending moves nothing yet, in_transit has left the one location, completed is at the other."""

    from_location_id: int
    to_location_id: int
    lines: tuple[TransferredLine, ...]
    at: datetime
    status: str = "completed"
    shipping_charges: Decimal = ZERO
    note: str = ""


def transfer_stock(command: TransferStock, *, actor: Actor, now: datetime) -> int:
    GATE.admit(actor, now)
    return durable(lambda: _transfer(command, actor, now))


def _transfer(command: TransferStock, actor: Actor, now: datetime) -> int:
    items = _check(command, actor)
    pools = take_ids({Transfer: 1, TransferLine: len(command.lines)})
    transfer_id = pools[Transfer][0]
    measures = units(actor)
    wanted: list[tuple[int, Place, Decimal, Decimal]] = []
    for i, (line, line_id) in enumerate(zip(command.lines, pools[TransferLine], strict=True)):
        item = items[line.variation_id]
        where = placed(i, item, line.quantity, line.unit_id, command.from_location_id, measures)
        wanted.append((line_id, *where, item.purchase_price))
    if command.status != "pending":
        depart(transfer_id, wanted, {i.variation_id: i.label for i in items.values()}, actor=actor, now=now)
    if command.status == "completed":
        arrive(transfer_id, command.to_location_id, actor=actor, now=now)
    number = next_code("stock_transfer", actor=actor, now=now)
    enter_transfer(
        transfer=_row(command, transfer_id, number, actor, now),
        lines=[
            {"id": line_id, "business_id": actor.business_id, "transfer_id": transfer_id, "variation_id": place[1],
             "unit_id": place[2], "quantity": quantity, "unit_cost": cost}
            for line_id, place, quantity, cost in wanted
        ],
    )  # fmt: skip
    payload = {"number": number, "lines": [[place[1], quantity] for _, place, quantity, _ in wanted]}
    fact = NewFact(f"stock.transfer_{command.status}", "transfer", transfer_id, payload)
    record(facts=[fact], actor=actor, now=now)
    return transfer_id


def _check(command: TransferStock, actor: Actor) -> dict[int, Sellable]:
    place_for(actor, command.from_location_id, "from_location_id")
    place_for(actor, command.to_location_id, "to_location_id")
    wrong: dict[str, list[str]] = {}
    if command.from_location_id == command.to_location_id:
        wrong["to_location_id"] = ["Goods are transferred to another location."]
    if command.status not in STATUSES:
        wrong["status"] = ["The selected status is invalid."]
    if not command.lines:
        wrong["lines"] = ["At least one line is needed."]
    if not command.shipping_charges.is_finite() or command.shipping_charges < 0:
        wrong["shipping_charges"] = ["The shipping charges are not negative."]
    if wrong:
        raise invalid(wrong)
    for position, line in enumerate(command.lines):
        check_quantity(position, line.quantity)
    return items_of([line.variation_id for line in command.lines], actor, stocked=True)


def _row(command: TransferStock, transfer_id: int, number: str, actor: Actor, now: datetime) -> Row:
    return {
        "id": transfer_id,
        "business_id": actor.business_id,
        "from_location_id": command.from_location_id,
        "to_location_id": command.to_location_id,
        "number": number,
        "status": command.status,
        "shipping_charges": fine(command.shipping_charges),
        "note": command.note,
        "at": command.at,
        "created_by_id": actor.user_id or None,
        "created_at": now,
        "updated_at": now,
    }
