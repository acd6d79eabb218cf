from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.common.renaming import named
from polytill.api.integration.envelope import one, saved
from polytill.api.integration.schemas.payments import PaymentBody
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.sell_returns import SellReturnIn
from polytill.api.integration.schemas.sells import TransactionQuery
from polytill.api.integration.tables import table
from polytill.api.integration.translate.payments import recorded, tender_of
from polytill.api.integration.translate.sell_returns import ROW, WORDS, command, detail, written
from polytill.api.integration.translate.sells import question
from polytill.domain.sales.selectors.returns import RETURNS, returnable_by, returns_of
from polytill.operations.delete_return import GATE as DELETES
from polytill.operations.delete_return import delete_return
from polytill.operations.record_payment import GATE as PAYS
from polytill.operations.record_payment import record_payment
from polytill.operations.steps.gate import Gate
from polytill.operations.upsert_return import GATE as RETURNS_GOODS
from polytill.operations.upsert_return import upsert_return
from polytill.reports.returns import return_detail, returns_table

routes = Routes("Sell returns")
READS = Gate(permissions=RETURNS)


@routes.get("/sell-returns", gate=READS, query=TransactionQuery)
def list_returns(call: Call, query: TransactionQuery) -> HttpResponseBase:
    return table(call, query, "sell-returns", returns_table(ROW, question(query), actor=call.actor, now=call.now))


@routes.get("/sell-returns/{int:id}", gate=READS, query=OneQuery)
def get_return(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"sell-return-{id}", detail(return_detail(id, returns_of(call.actor), call.actor)))


@routes.post("/sell-returns", gate=RETURNS_GOODS, body=SellReturnIn, status=201)
def upsert(call: Call, body: SellReturnIn) -> HttpResponseBase:
    """A sale has one return: a second call changes it, and is answered like the first."""
    with named(WORDS):
        found = upsert_return(command=command(body), within=returnable_by(call.actor), actor=call.actor, now=call.now)
    return saved(call, "The return was recorded.", written(found), 201)


@routes.post("/sell-returns/{int:id}/payments", gate=PAYS, body=PaymentBody, status=201)
def refund(call: Call, id: int, body: PaymentBody) -> HttpResponseBase:
    payment = record_payment(
        sale_id=id, tender=tender_of(body), within=returns_of(call.actor), actor=call.actor, now=call.now
    )
    return saved(call, "The refund was recorded.", recorded(payment), 201)


@routes.delete("/sell-returns/{int:id}", gate=DELETES)
def delete(call: Call, id: int) -> HttpResponseBase:
    delete_return(return_id=id, within=returns_of(call.actor), actor=call.actor, now=call.now)
    return saved(call, "The return was deleted.", {"id": id})
