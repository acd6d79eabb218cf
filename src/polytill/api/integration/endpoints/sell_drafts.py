from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.common.renaming import named
from polytill.api.integration.envelope import one, saved
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.sell_body import DraftBody
from polytill.api.integration.schemas.sell_drafts import DraftQuery
from polytill.api.integration.tables import table
from polytill.api.integration.translate.sell_body import WORDS, checkout_of
from polytill.api.integration.translate.sell_drafts import DRAFT_LIST_ROW, draft_detail
from polytill.api.integration.translate.sells import question
from polytill.domain.sales.selectors import drafts_of
from polytill.operations.delete_draft import GATE as DELETES
from polytill.operations.delete_draft import delete_draft
from polytill.operations.steps.gate import Gate, has_module
from polytill.operations.update_draft import GATE as UPDATES
from polytill.operations.update_draft import update_draft
from polytill.reports.sale_detail import sale_detail
from polytill.reports.sales_list import narrowed, of_draft_kind, sales_table

routes = Routes("Drafts")
READS = Gate(
    permissions=("draft.view_all", "draft.view_own", "quotation.view_all", "quotation.view_own"), modules=("add_sale",)
)


@routes.get("/sell-drafts", gate=READS, query=DraftQuery)
def list_drafts(call: Call, query: DraftQuery) -> HttpResponseBase:
    where = of_draft_kind(drafts_of(call.actor), query.kind)
    where = narrowed(where, question(query), actor=call.actor, now=call.now)
    return table(call, query, "sell-drafts", sales_table(DRAFT_LIST_ROW, where, actor=call.actor))


@routes.get("/sell-drafts/{int:id}", gate=READS, query=OneQuery)
def get_draft(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    found = sale_detail(id, drafts_of(call.actor), call.actor)
    return one(call, query, f"sell-draft-{id}", draft_detail(found))


@routes.put("/sell-drafts/{int:id}", gate=UPDATES, body=DraftBody)
def update(call: Call, id: int, body: DraftBody) -> HttpResponseBase:
    command = checkout_of(body, status="draft", with_service=has_module(call.actor, "types_of_service"))
    with named(WORDS):
        draft = update_draft(
            draft_id=id,
            changed=command,
            kept_lines=[line.transaction_sell_lines_id for line in body.products],
            kind=body.draft_kind,
            actor=call.actor,
            now=call.now,
        )
    return saved(call, "The draft was changed.", {"id": draft.id, "invoice_no": draft.number, "status": draft.status})


@routes.delete("/sell-drafts/{int:id}", gate=DELETES)
def delete(call: Call, id: int) -> HttpResponseBase:
    delete_draft(draft_id=id, actor=call.actor, now=call.now)
    return saved(call, "The draft was deleted.", {"id": id})
