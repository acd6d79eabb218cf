from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from polytill.domain.ledger.models import Expense
from polytill.kernel.actor import Actor


def settle_expense(*, expense_id: int, paid: Decimal, status: str, actor: Actor, now: datetime) -> None:
    rows = Expense.objects.visible_to(actor).filter(pk=expense_id)
    rows.update(paid=paid, payment_status=status, updated_at=now)


def lock_expense(*, expense_id: int, actor: Actor) -> None:
    """Held to the commit, so that its payments are counted one after the other."""
    list(Expense.objects.visible_to(actor).filter(pk=expense_id).select_for_update().values_list("id"))
