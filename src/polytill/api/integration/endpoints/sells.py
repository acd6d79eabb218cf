from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.common.renaming import named
from polytill.api.integration.envelope import bare, one, saved
from polytill.api.integration.schemas.payments import PaymentBody
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.sell_body import SellBody
from polytill.api.integration.schemas.sells import NumberQuery, SellQuery
from polytill.api.integration.tables import table
from polytill.api.integration.translate.payments import recorded, tender_of
from polytill.api.integration.translate.sell_body import WORDS, checkout_of, created
from polytill.api.integration.translate.sells import SELL_LIST_ROW, question, sell_detail
from polytill.domain.sales.selectors import SELL_LIST, Where, is_number_free, sells_of
from polytill.operations.checkout import checkout_one
from polytill.operations.delete_sale import GATE as DELETES
from polytill.operations.delete_sale import delete_sale
from polytill.operations.duplicate_sale import GATE as DUPLICATES
from polytill.operations.duplicate_sale import duplicate_sale
from polytill.operations.publish_invoice import publish_invoice
from polytill.operations.record_payment import GATE as PAYS
from polytill.operations.record_payment import record_payment
from polytill.operations.steps.gate import Gate, has_module
from polytill.reports.sale_detail import sale_detail
from polytill.reports.sales_list import narrowed, sales_table

routes = Routes("Sales")
READS = Gate(permissions=SELL_LIST)
NUMBERS = Gate(permissions=("sell.create", "direct_sell.access", "so.create"))
SELLS = Gate(
    permissions=("sell.create", "direct_sell.access"),
    modules=("add_sale",),
    demo_refused=True,
    subscription=True,
    invoice_quota=True,
)


def seen(call: Call) -> Where:
    """The final sales that the caller sees."""
    return sells_of(call.actor, call.now.astimezone(call.shop.tz).date())


@routes.get("/sells", gate=READS, query=SellQuery)
def list_sells(call: Call, query: SellQuery) -> HttpResponseBase:
    where = narrowed(seen(call), question(query), actor=call.actor, now=call.now)
    return table(call, query, "sells", sales_table(SELL_LIST_ROW, where, actor=call.actor))


@routes.post("/sells", gate=SELLS, body=SellBody, status=201)
def create(call: Call, body: SellBody) -> HttpResponseBase:
    sub_status = body.draft_kind if body.status == "draft" and body.draft_kind != "standard" else None
    command = checkout_of(
        body, status=body.status, sub_status=sub_status, with_service=has_module(call.actor, "types_of_service")
    )
    with named(WORDS):
        sold = checkout_one(command, actor=call.actor, now=call.now)
    return saved(call, "The sale was added.", created(sold), 201)


@routes.get("/sells/check-invoice-number", gate=NUMBERS, query=NumberQuery)
def check_invoice_number(call: Call, query: NumberQuery) -> HttpResponseBase:
    is_free = is_number_free(query.invoice_no, call.actor, query.exclude_transaction_id)
    return bare(call, {"available": is_free, "invoice_no": query.invoice_no})


@routes.get("/sells/{int:id}", gate=READS, query=OneQuery)
def get_sell(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"sell-{id}", sell_detail(sale_detail(id, seen(call), call.actor)))


@routes.post("/sells/{int:id}/payments", gate=PAYS, body=PaymentBody, status=201)
def pay(call: Call, id: int, body: PaymentBody) -> HttpResponseBase:
    payment = record_payment(sale_id=id, tender=tender_of(body), within=seen(call), actor=call.actor, now=call.now)
    return saved(call, "The payment was recorded.", recorded(payment), 201)


@routes.post("/sells/{int:id}/duplicate", gate=DUPLICATES, status=201)
def duplicate(call: Call, id: int) -> HttpResponseBase:
    copy = duplicate_sale(sale_id=id, within=seen(call), actor=call.actor, now=call.now)
    data = {"id": copy.id, "invoice_no": copy.number, "status": copy.status, "is_direct_sale": copy.is_direct}
    return saved(call, "The sale was copied to a draft.", data, 201)


@routes.get("/sells/{int:id}/public-links", gate=READS)
def public_links(call: Call, id: int) -> HttpResponseBase:
    found = publish_invoice(sale_id=id, within=seen(call), actor=call.actor, now=call.now)
    url = call.request.build_absolute_uri(f"/invoice/{found.token}")
    return bare(call, {"invoice_url": url, "payment_link": found.payment_link, "invoice_token": found.token})


@routes.delete("/sells/{int:id}", gate=DELETES)
def delete(call: Call, id: int) -> HttpResponseBase:
    delete_sale(sale_id=id, within=seen(call), actor=call.actor, now=call.now)
    return saved(call, "The sale was deleted.", {"id": id})
