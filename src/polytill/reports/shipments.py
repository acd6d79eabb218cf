"""Sales on their way to the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from polytill.domain.sales.selectors import Where
from polytill.domain.sales.selectors.shipments import shipments_of
from polytill.kernel.actor import Actor
from polytill.reports.sales_list import SalesQuestion, narrowed, sales_table
from polytill.reports.tables import Field, Kind, Table

DETAILS = Field("s.shipping_details")
ADDRESS = Field("s.shipping_address")
DELIVERED_TO = Field("s.delivered_to")
DELIVERY_PERSON = Field("s.delivery_person_id", Kind.WHOLE)
Fields = Mapping[str, Field | Mapping[str, Field]]


@dataclass(frozen=True, slots=True)
class ShipmentQuestion:
    sales: SalesQuestion
    status: str | None = None
    delivery_person_id: int | None = None
    only_pending: bool = False


def custom_field(number: int) -> Field:
    return Field(f"(s.details -> 'shipping_fields' ->> 'custom_field_{number}')")


def shipments_table(fields: Fields, asked: ShipmentQuestion, *, actor: Actor, now: datetime) -> Table:
    where = narrowed(shipments_of(actor), asked.sales, actor=actor, now=now)
    if asked.status is not None:
        where = where.only("s.shipping_status = %s", asked.status)
    if asked.delivery_person_id is not None:
        where = where.only("s.delivery_person_id = %s", asked.delivery_person_id)
    if asked.only_pending:
        where = where.only("s.shipping_status <> 'delivered'")
    return sales_table(fields, where, actor=actor)


def one_shipment(fields: Fields, sale_id: int, *, actor: Actor) -> Table:
    where: Where = shipments_of(actor).only("s.id = %s", sale_id)
    return sales_table(fields, where, actor=actor)
