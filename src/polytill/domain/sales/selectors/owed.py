from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.storage.sql import amount, fetch
from polytill.kernel.actor import Actor

SALE = Sale._meta.db_table


def outstanding(contact_id: int, actor: Actor) -> Decimal:
    """What a customer owes on final sales that are not paid in full."""
    rows = fetch(
        f"SELECT SUM(total - paid) FROM {SALE} WHERE business_id = %s AND contact_id = %s AND type = 'sell' "
        f"AND status = 'final' AND voided_at IS NULL AND payment_status IN ('due', 'partial')",
        [actor.business_id, contact_id],
    )
    return amount(rows[0][0])


def by_client_uuid(uuids: Collection[UUID], actor: Actor) -> dict[UUID, Sale]:
    """The sales that were entered under those ids, voided ones too."""
    found = Sale.objects.visible_to(actor).filter(client_uuid__in=list(uuids))
    return {sale.client_uuid: sale for sale in found if sale.client_uuid}


def count_since(start: datetime, actor: Actor) -> int:
    """Invoices made since then; deleted ones count, or a quota could be stretched by deleting."""
    return Sale.objects.visible_to(actor).filter(type="sell", status="final", created_at__gte=start).count()


def missing_orders(order_ids: Collection[int], actor: Actor) -> set[int]:
    """Those of the ids that are no sales order of the business."""
    found = Sale.objects.visible_to(actor).filter(pk__in=list(order_ids), type="sales_order", voided_at__isnull=True)
    return set(order_ids) - set(found.values_list("id", flat=True))


def open_order_lines(order_ids: Collection[int], actor: Actor) -> list[list]:
    """[line, order, variation, quantity not yet invoiced, base units in one] of the orders' own lines, oldest first;
    locked where the engine can. The quantity is in the line's unit."""
    rows = (
        SaleLine.objects.visible_to(actor)
        .filter(sale_id__in=list(order_ids), parent__isnull=True)
        .order_by("sale_id", "id")
        .select_for_update()
        .values_list("id", "sale_id", "variation_id", "quantity", "quantity_invoiced", "multiplier")
    )
    return [[line, order, variation, quantity - done, size] for line, order, variation, quantity, done, size in rows]
