from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.purchasing.models import Purchase, PurchaseLine
from polytill.domain.storage.fields import QuantityField
from polytill.domain.storage.sql import Row, execute, insert_rows
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found


def enter_purchase_rows(*, purchase: Row, lines: Sequence[Row]) -> None:
    insert_rows(Purchase, [purchase])
    insert_rows(PurchaseLine, lines)


def purchase_for_update(*, purchase_id: int, actor: Actor) -> Purchase:
    rows = Purchase.objects.visible_to(actor).filter(pk=purchase_id, type="purchase", voided_at__isnull=True)
    found = rows.select_for_update().first()
    if found is None:
        raise not_found("purchase", id=purchase_id)
    return found


def note_reception(*, purchase: Purchase, received: Mapping[int, Decimal], now: datetime) -> str:
    """Adds what came of each line; returns the purchase's new status."""
    for line_id, quantity in sorted(received.items()):
        execute(
            f"UPDATE {PurchaseLine._meta.db_table} SET quantity_received = quantity_received + %s "
            f"WHERE id = %s AND purchase_id = %s",
            [QuantityField.scaled(quantity), line_id, purchase.pk],
        )
    lines = PurchaseLine.objects.filter(purchase=purchase).values_list("quantity", "quantity_received")
    purchase.status = "received" if all(came >= ordered for ordered, came in lines) else "pending"
    purchase.delivered_at, purchase.updated_at = now, now
    purchase.save(update_fields=["status", "delivered_at", "updated_at"])
    return purchase.status
