from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.common.renaming import named
from polytill.api.integration.envelope import many, one, saved
from polytill.api.integration.schemas.discounts import DiscountChange, DiscountIn, DiscountQuery
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.translate.discounts import COLUMNS, WORDS, changes, row, terms
from polytill.domain.pricing.selectors import discount, discounts
from polytill.operations.activate_discount import GATE as ACTIVATES
from polytill.operations.activate_discount import activate_discount
from polytill.operations.create_discount import GATE as CREATES
from polytill.operations.create_discount import create_discount
from polytill.operations.delete_discount import GATE as DELETES
from polytill.operations.delete_discount import delete_discount
from polytill.operations.steps.gate import Gate
from polytill.operations.update_discount import GATE as UPDATES
from polytill.operations.update_discount import update_discount

routes = Routes("Discounts")
READS = Gate(permissions=("discount.access",))


@routes.get("/discounts", gate=READS, query=DiscountQuery)
def list_discounts(call: Call, query: DiscountQuery) -> HttpResponseBase:
    found = discounts(actor=call.actor, active=query.is_active, term=query.q)
    return many(call, query, "discounts", found, row, COLUMNS)


@routes.get("/discounts/{int:id}", gate=READS, query=OneQuery)
def get_discount(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"discount-{id}", row(discount(id, call.actor)))


@routes.post("/discounts", gate=CREATES, body=DiscountIn, status=201)
def create(call: Call, body: DiscountIn) -> HttpResponseBase:
    with named(WORDS):
        created = create_discount(terms=terms(body), actor=call.actor, now=call.now)
    return saved(call, "The discount was added.", row(discount(created, call.actor)), 201)


@routes.put("/discounts/{int:id}", gate=UPDATES, body=DiscountChange)
def update(call: Call, id: int, body: DiscountChange) -> HttpResponseBase:
    with named(WORDS):
        update_discount(discount_id=id, changes=changes(body), actor=call.actor, now=call.now)
    return saved(call, "The discount was changed.", row(discount(id, call.actor)))


@routes.delete("/discounts/{int:id}", gate=DELETES)
def delete(call: Call, id: int) -> HttpResponseBase:
    delete_discount(discount_id=id, actor=call.actor, now=call.now)
    return saved(call, "The discount was deleted.", {"id": id})


@routes.post("/discounts/{int:id}/activate", gate=ACTIVATES)
def activate(call: Call, id: int) -> HttpResponseBase:
    activate_discount(discount_id=id, actor=call.actor, now=call.now)
    return saved(call, "The discount was activated.", {"id": id, "is_active": True})
