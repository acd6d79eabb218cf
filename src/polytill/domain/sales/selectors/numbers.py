from __future__ import annotations

from polytill.domain.sales.models import Sale
from polytill.kernel.actor import Actor


def is_number_free(number: str, actor: Actor, except_id: int | None = None) -> bool:
    """No other document of the business has it. A deleted invoice keeps its number; a deleted draft frees it."""
    others = Sale.objects.visible_to(actor).filter(number=number)
    if except_id is not None:
        others = others.exclude(pk=except_id)
    if others.filter(status="final", type__in=("sell", "sell_return", "sales_order")).exists():
        return False
    states = ("draft", "ordered", "partial", "completed")
    return not others.filter(type__in=("sell", "sales_order"), status__in=states, voided_at__isnull=True).exists()
