from __future__ import annotations

from datetime import datetime

from polytill.domain.ledger.models import Expense, ExpenseCategory
from polytill.domain.storage.sql import Row, insert_rows
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid


def enter_expense_category(
    *, name: str, code: str = "", parent_id: int | None = None, actor: Actor, now: datetime
) -> int:
    if not name.strip():
        raise invalid({"name": ["The name field is required."]})
    parents = ExpenseCategory.objects.visible_to(actor).filter(deleted_at__isnull=True)
    if parent_id is not None and not parents.filter(pk=parent_id).exists():
        raise invalid({"parent_id": ["The selected parent is invalid."]})
    row = ExpenseCategory.objects.create(
        business_id=actor.business_id, name=name.strip(), code=code, parent_id=parent_id, created_at=now, updated_at=now
    )
    return int(row.pk)


def enter_expense_row(*, expense: Row) -> None:
    insert_rows(Expense, [expense])
