"""Sales orders and what of them is still to be invoiced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from polytill.domain.sales.selectors.orders import orders_of
from polytill.kernel.actor import Actor
from polytill.reports.sales_list import SalesQuestion, narrowed, sales_table
from polytill.reports.tables import Field, Kind, Table

REMAINING = Field(
    "(SELECT CAST(coalesce(SUM(x.quantity - x.quantity_invoiced), 0) AS bigint) FROM sales_saleline x "
    "WHERE x.sale_id = s.id AND x.parent_id IS NULL)",
    Kind.AMOUNT,
)
NO_DOCUMENT = Field("CAST(NULL AS text)", is_plain=True)


@dataclass(frozen=True, slots=True)
class OrderQuestion:
    sales: SalesQuestion
    status: str | None = None
    shipping_status: str | None = None


def orders_table(
    fields: Mapping[str, Field | Mapping[str, Field]], asked: OrderQuestion, *, actor: Actor, now: datetime
) -> Table:
    where = narrowed(orders_of(actor), asked.sales, actor=actor, now=now)
    if asked.status is not None:
        where = where.keep("s.status = %s", asked.status)
    if asked.shipping_status is not None:
        where = where.only("s.shipping_status = %s", asked.shipping_status)
    return sales_table(fields, where, actor=actor)
