from __future__ import annotations

from datetime import datetime

from polytill.domain.ledger.services import enter_expense_category
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("expense.add",), modules=("expenses",))


def create_expense_category(
    *, name: str, code: str = "", parent_id: int | None = None, actor: Actor, now: datetime
) -> int:
    GATE.admit(actor, now)
    return written(
        lambda: enter_expense_category(name=name, code=code, parent_id=parent_id, actor=actor, now=now),
        fact="expense_category.created", subject="expense_category", payload={"name": name}, actor=actor, now=now,
    )  # fmt: skip
