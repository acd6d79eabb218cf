from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.storage.fields import QuantityField
from polytill.domain.storage.sql import Row, execute, insert_rows
from polytill.kernel.actor import Actor

LINE = SaleLine._meta.db_table


def enter_sales(*, sales: Sequence[Row], lines: Sequence[Row]) -> None:
    insert_rows(Sale, sales)
    insert_rows(SaleLine, lines)


def invoice_order_lines(
    *, invoiced: Mapping[int, Decimal], order_ids: Sequence[int], actor: Actor, now: datetime
) -> None:
    """Adds (or, negative, takes back) what was invoiced of order lines, and brings the orders' states up to date."""
    for line_id, quantity in sorted(invoiced.items()):
        execute(
            f"UPDATE {LINE} SET quantity_invoiced = quantity_invoiced + %s WHERE id = %s AND business_id = %s",
            [QuantityField.scaled(quantity), line_id, actor.business_id],
        )
    for order_id in sorted(order_ids):
        sums = SaleLine.objects.filter(sale_id=order_id, parent__isnull=True).aggregate(
            ordered=Sum("quantity"), invoiced=Sum("quantity_invoiced")
        )
        ordered, done = sums["ordered"] or Decimal(0), sums["invoiced"] or Decimal(0)
        status = "completed" if done >= ordered else "partial" if done > 0 else "ordered"
        Sale.objects.of(actor.business_id).filter(pk=order_id).update(status=status, updated_at=now)
