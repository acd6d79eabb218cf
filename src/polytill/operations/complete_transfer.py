"""A transfer moves on: it departs, or arrives."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.business.selectors import place_for
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.stock.documents import set_transfer_status, transfer_for_update
from polytill.domain.stock.models import Transfer
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.stock_units import items_of
from polytill.operations.steps.transit import arrive, depart

GATE = Gate(permissions=("stock_transfer.create",), modules=("stock_transfers",))
NEXT = {"pending": ("in_transit", "completed"), "in_transit": ("completed",), "completed": ()}


def complete_transfer(*, transfer_id: int, status: str = "completed", actor: Actor, now: datetime) -> None:
    """status in_transit only sends the goods of a pending transfer off."""
    GATE.admit(actor, now)
    durable(lambda: _move_on(transfer_id, status, actor, now))


def _move_on(transfer_id: int, status: str, actor: Actor, now: datetime) -> None:
    transfer = transfer_for_update(transfer_id=transfer_id, actor=actor)
    place_for(actor, transfer.to_location_id)
    if status not in NEXT[transfer.status]:
        raise rule("transfer.status", f"A transfer that is {transfer.status} cannot become {status}.")
    if transfer.status == "pending":
        _depart(transfer, actor, now)
    if status == "completed":
        arrive(transfer_id, transfer.to_location_id, actor=actor, now=now)
    set_transfer_status(transfer=transfer, status=status, now=now)
    fact = NewFact(f"stock.transfer_{status}", "transfer", transfer_id, {"number": transfer.number})
    record(facts=[fact], actor=actor, now=now)


def _depart(transfer: Transfer, actor: Actor, now: datetime) -> None:
    lines = list(transfer.lines.order_by("id"))
    items = items_of([line.variation_id for line in lines], actor, stocked=True)
    wanted = [
        (line.pk, (transfer.from_location_id, line.variation_id, line.unit_id), line.quantity, line.unit_cost)
        for line in lines
    ]
    labels = {item.variation_id: item.label for item in items.values()}
    depart(transfer.pk, wanted, labels, actor=actor, now=now)
