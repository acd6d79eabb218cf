from __future__ import annotations

from polytill.domain.ledger.models import ExpenseCategory
from polytill.kernel.actor import Actor


def expense_category_exists(category_id: int, actor: Actor) -> bool:
    rows = ExpenseCategory.objects.visible_to(actor).filter(pk=category_id, deleted_at__isnull=True)
    return rows.exists()
