"""The goods of an ordered purchase have come: all that is open, or some of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from polytill.domain.business.selectors import place_for
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.purchasing.selectors import OrderedLine, ordered_lines
from polytill.domain.purchasing.services import note_reception, purchase_for_update
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.reception import receive_goods
from polytill.operations.steps.stock_units import items_of

GATE = Gate(permissions=("purchase.update", "purchase.create"), modules=("purchases",))


def receive_purchase(
    *, purchase_id: int, quantities: Mapping[int, Decimal] | None = None, actor: Actor, now: datetime
) -> str:
    """quantities: per line, in its purchase unit; None receives all that is open. Returns the purchase's status."""
    GATE.admit(actor, now)
    return durable(lambda: _receive(purchase_id, quantities, actor, now))


def _receive(purchase_id: int, quantities: Mapping[int, Decimal] | None, actor: Actor, now: datetime) -> str:
    purchase = purchase_for_update(purchase_id=purchase_id, actor=actor)
    place_for(actor, purchase.location_id)
    lines = ordered_lines(purchase_id, actor)
    came = {line.id: line.open for line in lines} if quantities is None else dict(quantities)
    came = {line_id: quantity for line_id, quantity in came.items() if quantity}
    _check(came, lines)
    receive_goods(
        purchase_id=purchase_id,
        location_id=purchase.location_id,
        lines=lines,
        quantities=came,
        items=items_of([line.variation_id for line in lines], actor),
        received_at=now,
        actor=actor,
        now=now,
    )
    status = note_reception(purchase=purchase, received=came, now=now)
    payload = {"number": purchase.number, "lines": [[line_id, quantity] for line_id, quantity in came.items()]}
    record(facts=[NewFact("purchase.received", "purchase", purchase_id, payload)], actor=actor, now=now)
    return status


def _check(came: Mapping[int, Decimal], lines: list[OrderedLine]) -> None:
    if not came:
        raise rule("purchase.nothing_open", "Nothing of this purchase is still to come.")
    still_open = {line.id: line.open for line in lines}
    for line_id, quantity in came.items():
        if line_id not in still_open:
            raise invalid({f"quantities.{line_id}": ["The selected line is invalid."]})
        if not quantity.is_finite() or not 0 < quantity <= still_open[line_id]:
            raise invalid({f"quantities.{line_id}": ["No more can come than is still open."]})
