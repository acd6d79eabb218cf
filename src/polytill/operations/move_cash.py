from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.registers import services
from polytill.domain.registers.selectors import lock_open_shift
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import LARGEST, fine
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=("view_cash_register",), modules=("pos_sale",), demo_refused=True)


def move_cash(*, actor: Actor, direction: Literal["in", "out"], amount: Decimal, note: str = "", now: datetime) -> int:
    """Cash put into the actor's open drawer or taken out of it without a sale; returns the line's id."""
    GATE.admit(actor, now)
    if not amount.is_finite() or not 0 < fine(amount) <= LARGEST:
        raise invalid({"amount": ["The amount must be greater than 0."]})
    value, kind = fine(amount), f"cash_{direction}"
    type = "credit" if direction == "in" else "debit"

    def work() -> int:
        shift = lock_open_shift(actor.user_id, actor)
        line_id = services.move_cash(
            shift_id=shift.id, amount=value, type=type, kind=kind, note=note[:255], actor=actor, now=now
        )
        payload = {"shift": shift.id, "direction": direction, "amount": value, "note": note}
        record(facts=[NewFact("register.cash_moved", "shift", shift.id, payload)], actor=actor, now=now)
        return line_id

    return durable(work)
