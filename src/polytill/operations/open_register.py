from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from polytill.domain.business.selectors import place_for
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.registers.services import enter_shift, move_cash
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import LARGEST, ZERO, fine
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=("view_cash_register",), modules=("pos_sale",), demo_refused=True)


def open_register(*, actor: Actor, location_id: int, float_amount: Decimal = ZERO, now: datetime) -> int:
    """Opens a shift of the actor's own, with the change that lies in the drawer; returns the shift's id."""
    GATE.admit(actor, now)
    place = place_for(actor, location_id)
    if not float_amount.is_finite() or not 0 <= float_amount <= LARGEST:
        raise invalid({"initial_amount": ["The initial_amount must be at least 0."]})
    float_amount = fine(float_amount)

    def work() -> int:
        shift_id = enter_shift(location_id=place.id, actor=actor, now=now)
        if float_amount:
            move_cash(shift_id=shift_id, amount=float_amount, type="credit", kind="initial", actor=actor, now=now)
        payload = {"location": place.id, "user": actor.user_id, "float": float_amount}
        record(facts=[NewFact("register.opened", "shift", shift_id, payload)], actor=actor, now=now)
        return shift_id

    return durable(work)
