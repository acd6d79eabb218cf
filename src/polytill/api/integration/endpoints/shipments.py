from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.integration.envelope import all_of, one, saved
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.shipments import ShipmentIn, ShipmentQuery
from polytill.api.integration.tables import rows, table
from polytill.api.integration.translate.shipments import ROW, asked, changes, updated
from polytill.domain.sales.selectors.scopes import SHIPPING
from polytill.domain.sales.selectors.shipments import STATUSES, shippable_by
from polytill.kernel.errors import not_found
from polytill.operations.steps.gate import Gate
from polytill.operations.update_shipment import GATE as UPDATES
from polytill.operations.update_shipment import update_shipment
from polytill.reports.shipments import one_shipment, shipments_table

routes = Routes("Shipments")
READS = Gate(permissions=SHIPPING)


@routes.get("/shipments", gate=READS, query=ShipmentQuery)
def list_shipments(call: Call, query: ShipmentQuery) -> HttpResponseBase:
    return table(call, query, "shipments", shipments_table(ROW, asked(query), actor=call.actor, now=call.now))


@routes.get("/shipments/shipping-statuses", gate=READS, query=OneQuery)
def list_statuses(call: Call, query: OneQuery) -> HttpResponseBase:
    found = [{"key": key, "label": label} for key, label in STATUSES.items()]
    return all_of(call, query, "shipping-statuses", found, ("key", "label"))


@routes.get("/shipments/{int:id}", gate=READS, query=OneQuery)
def get_shipment(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    found = rows(one_shipment(ROW, id, actor=call.actor), 1)
    if not found:
        raise not_found("shipment")
    return one(call, query, f"shipment-{id}", found[0])


@routes.put("/shipments/{int:id}", gate=UPDATES, body=ShipmentIn)
def update(call: Call, id: int, body: ShipmentIn) -> HttpResponseBase:
    found = update_shipment(
        sale_id=id,
        changes=changes(body),
        note=body.shipping_note or "",
        within=shippable_by(call.actor),
        actor=call.actor,
        now=call.now,
    )
    return saved(call, "The shipment was updated.", updated(found))
