from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.common.renaming import named
from polytill.api.integration.envelope import one, saved
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.sales_orders import OrderQuery, OrderStatusIn, SalesOrderChange, SalesOrderIn
from polytill.api.integration.tables import table
from polytill.api.integration.translate.sales_orders import ROW, asked, command, detail
from polytill.api.integration.translate.sell_body import WORDS
from polytill.domain.sales.selectors.orders import ORDERS, orders_of
from polytill.domain.sales.states import State
from polytill.operations.create_sales_order import GATE as CREATES
from polytill.operations.create_sales_order import create_sales_order
from polytill.operations.delete_sales_order import GATE as DELETES
from polytill.operations.delete_sales_order import delete_sales_order
from polytill.operations.set_sales_order_status import GATE as SETS
from polytill.operations.set_sales_order_status import set_sales_order_status
from polytill.operations.steps.gate import Gate
from polytill.operations.update_sales_order import GATE as UPDATES
from polytill.operations.update_sales_order import update_sales_order
from polytill.reports.orders import orders_table
from polytill.reports.sale_detail import sale_detail

routes = Routes("Sales orders")
READS = Gate(permissions=ORDERS, modules=("enable_sales_order",))


@routes.get("/sales-orders", gate=READS, query=OrderQuery)
def list_orders(call: Call, query: OrderQuery) -> HttpResponseBase:
    return table(call, query, "sales-orders", orders_table(ROW, asked(query), actor=call.actor, now=call.now))


@routes.get("/sales-orders/{int:id}", gate=READS, query=OneQuery)
def get_order(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"sales-order-{id}", detail(sale_detail(id, orders_of(call.actor), call.actor)))


@routes.post("/sales-orders", gate=CREATES, body=SalesOrderIn, status=201)
def create(call: Call, body: SalesOrderIn) -> HttpResponseBase:
    with named(WORDS):
        order = create_sales_order(command=command(body), number=body.invoice_no, actor=call.actor, now=call.now)
    return saved(call, "The sales order was added.", {"id": order.id, "invoice_no": order.number}, 201)


@routes.put("/sales-orders/{int:id}", gate=UPDATES, body=SalesOrderChange)
def update(call: Call, id: int, body: SalesOrderChange) -> HttpResponseBase:
    with named(WORDS):
        order = update_sales_order(
            order_id=id,
            changed=command(body),
            kept_lines=[line.transaction_sell_lines_id for line in body.products],
            number=body.invoice_no,
            within=orders_of(call.actor),
            actor=call.actor,
            now=call.now,
        )
    return saved(call, "The sales order was changed.", {"id": order.id, "invoice_no": order.number})


@routes.delete("/sales-orders/{int:id}", gate=DELETES)
def delete(call: Call, id: int) -> HttpResponseBase:
    delete_sales_order(order_id=id, within=orders_of(call.actor), actor=call.actor, now=call.now)
    return saved(call, "The sales order was deleted.", {"id": id})


@routes.put("/sales-orders/{int:id}/status", gate=SETS, body=OrderStatusIn)
def set_status(call: Call, id: int, body: OrderStatusIn) -> HttpResponseBase:
    set_sales_order_status(
        order_id=id, status=State(body.status), within=orders_of(call.actor), actor=call.actor, now=call.now
    )
    return saved(call, "The status was set.", {"id": id, "status": body.status})
