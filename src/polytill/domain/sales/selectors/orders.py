"""Which sales orders an actor sees."""

from __future__ import annotations

from collections.abc import Collection

from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.selectors.scopes import within_locations
from polytill.domain.sales.selectors.where import Where
from polytill.kernel.actor import Actor

ORDERS = ("so.view_all", "so.view_own", "so.create")


def orders_of(actor: Actor) -> Where:
    """His own where he may see or make only his own."""
    where = within_locations(actor).keep("s.type = 'sales_order'")
    if not actor.may("so.view_all") and (actor.has("so.view_own") or actor.has("so.create")):
        return where.keep("s.created_by_id = %s", actor.user_id)
    return where


def has_returned_sales(order_line_ids: Collection[int], actor: Actor) -> bool:
    """Goods of a sale that fulfilled one of the order's lines have come back."""
    sold = SaleLine.objects.visible_to(actor).filter(order_line_id__in=order_line_ids).values("sale_id")
    return Sale.objects.visible_to(actor).filter(return_of_id__in=sold, voided_at__isnull=True).exists()
