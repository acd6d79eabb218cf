from __future__ import annotations

from dataclasses import replace

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.common.renaming import named
from polytill.api.integration.endpoints.sells import seen
from polytill.api.integration.envelope import all_of, one, saved
from polytill.api.integration.schemas.pos import MOST_RECENT, FinalizeIn, HeldQuery, PosSellBody, RecentQuery
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.sells import SellQuery
from polytill.api.integration.tables import rows, table
from polytill.api.integration.translate.pos import HELD_ROW, RECENT_ROW, TABLES, held_detail
from polytill.api.integration.translate.sell_body import WORDS, checkout_of, created, tender_of
from polytill.api.integration.translate.sells import SELL_LIST_ROW, question
from polytill.domain.sales.selectors import SELL_LIST, Where
from polytill.domain.sales.selectors.held import held_of, own_at_the_till
from polytill.kernel.money import ZERO, fine
from polytill.operations.checkout import checkout_one
from polytill.operations.discard_held import GATE as DISCARDS
from polytill.operations.discard_held import discard_held
from polytill.operations.finalize_held import GATE as FINALIZES
from polytill.operations.finalize_held import finalize_held
from polytill.operations.steps.gate import Gate, has_module
from polytill.reports.sale_detail import sale_detail
from polytill.reports.sales_list import SalesQuestion, narrowed, sales_table

routes = Routes("POS")
READS = Gate(permissions=SELL_LIST, modules=("pos_sale",))
SELLS = Gate(
    permissions=("sell.create", "direct_sell.access", "so.create"),
    modules=("pos_sale",),
    demo_refused=True,
    subscription=True,
    invoice_quota=True,
)


@routes.get("/pos/sells", gate=READS, query=SellQuery)
def list_pos_sells(call: Call, query: SellQuery) -> HttpResponseBase:
    asked = replace(question(query), is_direct=False)
    where = narrowed(seen(call), asked, actor=call.actor, now=call.now)
    return table(call, query, "pos-sells", sales_table(SELL_LIST_ROW, where, actor=call.actor))


@routes.get("/pos/recent-transactions", gate=READS, query=RecentQuery)
def recent(call: Call, query: RecentQuery) -> HttpResponseBase:
    limit = min(query.limit or call.shop.settings.recent_transactions_limit, MOST_RECENT)
    where = own_at_the_till(call.actor, query.status, query.transaction_sub_type)
    found = rows(sales_table(RECENT_ROW, where, actor=call.actor, joins=TABLES), limit)
    return all_of(
        call,
        query,
        "pos-recent",
        found,
        tuple(RECENT_ROW),
        status=query.status,
        transaction_sub_type=query.transaction_sub_type,
        limit=limit,
        count=len(found),
    )


@routes.post("/pos/sells", gate=SELLS, body=PosSellBody, status=201)
def create(call: Call, body: PosSellBody) -> HttpResponseBase:
    sub_status = body.draft_kind if body.status == "draft" and body.draft_kind != "standard" else None
    command = checkout_of(
        body,
        status=body.status,
        sub_status=sub_status,
        is_direct=False,
        with_service=has_module(call.actor, "types_of_service"),
        is_suspended=bool(body.is_suspend) and body.status == "final",
    )
    with named(WORDS):
        sold = checkout_one(command, actor=call.actor, now=call.now)
    return saved(call, "The sale was added.", created(sold), 201)


def held(call: Call) -> Where:
    return held_of(call.actor, call.now.astimezone(call.shop.tz).date())


@routes.get("/pos/suspended-sales", gate=READS, query=HeldQuery)
def list_held(call: Call, query: HeldQuery) -> HttpResponseBase:
    asked = SalesQuestion(location_id=query.location_id, term=query.q)
    where = narrowed(held(call), asked, actor=call.actor, now=call.now)
    return table(call, query, "suspended-sales", sales_table(HELD_ROW, where, actor=call.actor))


@routes.get("/pos/suspended-sales/{int:id}", gate=READS, query=OneQuery)
def get_held(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"suspended-sale-{id}", held_detail(sale_detail(id, held(call), call.actor)))


@routes.post("/pos/suspended-sales/{int:id}/finalize", gate=replace(FINALIZES, subscription=True), body=FinalizeIn)
def finalize(call: Call, id: int, body: FinalizeIn) -> HttpResponseBase:
    with named(WORDS):
        done = finalize_held(
            sale_id=id,
            tenders=() if body.is_credit_sale else tuple(tender_of(row) for row in body.payments or ()),
            change_return=ZERO if body.is_credit_sale else fine(body.change_return or ZERO),
            is_credit=bool(body.is_credit_sale),
            actor=call.actor,
            now=call.now,
        )
    return saved(call, "The sale was finalized.", created(done))


@routes.delete("/pos/suspended-sales/{int:id}", gate=DISCARDS)
def delete(call: Call, id: int) -> HttpResponseBase:
    discard_held(sale_id=id, actor=call.actor, now=call.now)
    return saved(call, "The held sale was deleted.", {"id": id})
