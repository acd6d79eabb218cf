from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.common.renaming import named
from polytill.api.integration.endpoints.sells import SELLS
from polytill.api.integration.envelope import one, saved
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.sell_body import QuotationBody
from polytill.api.integration.schemas.sells import TransactionQuery
from polytill.api.integration.tables import table
from polytill.api.integration.translate.sell_body import WORDS, checkout_of, created
from polytill.api.integration.translate.sell_drafts import DRAFT_LIST_ROW, draft_detail
from polytill.api.integration.translate.sells import question
from polytill.domain.sales.selectors import drafts_of
from polytill.operations.checkout import checkout_one
from polytill.operations.convert_quotation import GATE as CONVERTS
from polytill.operations.convert_quotation import convert_quotation
from polytill.operations.steps.gate import Gate, has_module
from polytill.reports.sale_detail import sale_detail
from polytill.reports.sales_list import narrowed, sales_table

routes = Routes("Quotations")
READS = Gate(permissions=("quotation.view_all", "quotation.view_own"), modules=("add_sale",))
QUOTATIONS = ("quotation",)


@routes.get("/quotations", gate=READS, query=TransactionQuery)
def list_quotations(call: Call, query: TransactionQuery) -> HttpResponseBase:
    where = narrowed(drafts_of(call.actor, QUOTATIONS), question(query), actor=call.actor, now=call.now)
    return table(call, query, "quotations", sales_table(DRAFT_LIST_ROW, where, actor=call.actor))


@routes.post("/quotations", gate=SELLS, body=QuotationBody, status=201)
def create(call: Call, body: QuotationBody) -> HttpResponseBase:
    with_service = has_module(call.actor, "types_of_service")
    command = checkout_of(body, status="draft", sub_status="quotation", with_service=with_service)
    with named(WORDS):
        quoted = checkout_one(command, actor=call.actor, now=call.now)
    return saved(call, "The quotation was added.", created(quoted), 201)


@routes.get("/quotations/{int:id}", gate=READS, query=OneQuery)
def get_quotation(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    found = sale_detail(id, drafts_of(call.actor, QUOTATIONS), call.actor)
    return one(call, query, f"quotation-{id}", draft_detail(found))


@routes.post("/quotations/{int:id}/convert-to-invoice", gate=CONVERTS)
def convert(call: Call, id: int) -> HttpResponseBase:
    sale = convert_quotation(quotation_id=id, actor=call.actor, now=call.now)
    data = {
        "id": sale.id,
        "invoice_no": sale.number,
        "status": sale.status,
        "payment_status": sale.payment_status,
        "is_direct_sale": sale.is_direct,
    }
    return saved(call, "The quotation is an invoice now.", data)
