from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.outbox.services import NewFact
from polytill.domain.registers.selectors import OpenShift, cash_in_drawer, lock_open_shift
from polytill.domain.registers.services import close_shift
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import LARGEST, fine
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.journal import journal, take
from polytill.operations.steps.numbering import series_for

GATE = Gate(permissions=("close_cash_register",), modules=("pos_sale",), demo_refused=True)


@dataclass(frozen=True, slots=True)
class ClosedRegister:
    """expected_cash: what the drawer should hold by its lines; closing_amount: what was counted."""

    id: int
    number: str
    user_id: int
    location_id: int | None
    opened_at: datetime
    closed_at: datetime
    expected_cash: Decimal
    closing_amount: Decimal
    total_card_slips: int
    total_cheques: int


def close_register(
    *,
    actor: Actor,
    user_id: int | None = None,
    closing_amount: Decimal,
    total_card_slips: int = 0,
    total_cheques: int = 0,
    note: str = "",
    denominations: Any = None,
    now: datetime,
) -> ClosedRegister:
    """Closes the open shift of the actor or of the user named: counted, numbered and chained."""
    GATE.admit(actor, now)
    if not closing_amount.is_finite() or not 0 <= closing_amount <= LARGEST:
        raise invalid({"closing_amount": ["The closing_amount must be at least 0."]})
    if min(total_card_slips, total_cheques) < 0:
        raise invalid({"total_card_slips": ["A count must be at least 0."]})
    counted: dict[str, Any] = {
        "closing_amount": fine(closing_amount),
        "total_card_slips": total_card_slips,
        "total_cheques": total_cheques,
    }

    def work() -> ClosedRegister:
        shift = lock_open_shift(user_id or actor.user_id, actor)
        series = series_for("register_close", shift.location_id, actor)
        expected = cash_in_drawer(shift.id, actor)
        taken = take({series: 1}, actor=actor, now=now)
        number = taken.numbers[series][0]
        count = {**counted, "expected_cash": expected, "closing_note": note, "denominations": denominations}
        close_shift(shift_id=shift.id, count=count, number=number, actor=actor, now=now)
        payload = _payload(shift, number, count)
        fact = NewFact("register.closed", "shift", shift.id, payload, chain_id=series.id)
        journal([fact], taken.heads, actor=actor, now=now)
        return ClosedRegister(
            shift.id, number, shift.user_id, shift.location_id, shift.opened_at, now, expected, **counted
        )

    return durable(work)


def _payload(shift: OpenShift, number: str, count: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": shift.id,
        "number": number,
        "user": shift.user_id,
        "location": shift.location_id,
        "opened_at": shift.opened_at,
        "expected_cash": count["expected_cash"],
        "closing_amount": count["closing_amount"],
        "card_slips": count["total_card_slips"],
        "cheques": count["total_cheques"],
    }
