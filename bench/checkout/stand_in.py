"""POST /pos/sells as documented, in few words: stands in while the door has no such route."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import path

from polytill.api.common.door import Call, Door, Routes
from polytill.api.common.exact_json import json_response
from polytill.api.common.fields import Amount, Id, Moment, Number, Text, Words
from polytill.api.integration.errors import refuse
from polytill.operations.checkout import Checkout, CheckoutLine, Tender, checkout_one
from polytill.operations.steps.gate import Gate
from polytill.project.health import healthz

GATE = Gate(permissions=("sell.create",), modules=("pos_sale",), subscription=False, invoice_quota=True)
routes = Routes("Stand-in")


class Line(Words):
    product_id: Id
    variation_id: Id
    quantity: Number
    unit_price: Number | None = None
    note: Text | None = None


class Payment(Words):
    amount: Amount
    method: Text


class Sell(Words):
    status: Text
    contact_id: Id
    location_id: Id
    transaction_date: Moment
    products: list[Line]
    payments: list[Payment] = []
    change_return: Number | None = None


@routes.post("/pos/sells", gate=GATE, body=Sell, status=201)
def create(call: Call, body: Sell) -> HttpResponseBase:
    sold = checkout_one(_command(body), actor=call.actor, now=call.now)
    data: dict[str, Any] = {"id": sold.id, "invoice_no": sold.number, "final_total": sold.total, "paid": sold.paid}
    return json_response({"message": "The sale was added.", "data": data}, call.shop.tz, 201)


def _command(body: Sell) -> Checkout:
    return Checkout(
        location_id=body.location_id,
        contact_id=body.contact_id,
        at=body.transaction_date,
        status=body.status,
        is_direct=False,
        change_return=body.change_return or Decimal(0),
        lines=tuple(
            CheckoutLine(p.variation_id, p.quantity, p.product_id, unit_price=p.unit_price, note=p.note or "")
            for p in body.products
        ),
        tenders=tuple(Tender(p.amount, p.method) for p in body.payments),
    )


api = Door(
    dialect="integration", refuse=refuse, title="Stand-in", version="1", security={}, docs_url=None, openapi_url=None
)
api.urls_namespace = "stand-in"
api.include(routes)
urlpatterns = [path("healthz", healthz), path("api/v1/integration/", api.urls)]
