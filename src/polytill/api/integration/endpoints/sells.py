from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.integration.envelope import one
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.sells import SellQuery
from polytill.api.integration.tables import table
from polytill.api.integration.translate.sells import SELL_LIST_ROW, question, sell_detail
from polytill.domain.sales.selectors import SELL_LIST, Where, sells_of
from polytill.operations.steps.gate import Gate
from polytill.reports.sale_detail import sale_detail
from polytill.reports.sales_list import narrowed, sales_table

routes = Routes("Sales")
READS = Gate(permissions=SELL_LIST)


def seen(call: Call) -> Where:
    """The final sales that the caller sees."""
    return sells_of(call.actor, call.now.astimezone(call.shop.tz).date())


@routes.get("/sells", gate=READS, query=SellQuery)
def list_sells(call: Call, query: SellQuery) -> HttpResponseBase:
    where = narrowed(seen(call), question(query), actor=call.actor, now=call.now)
    return table(call, query, "sells", sales_table(SELL_LIST_ROW, where, actor=call.actor))


@routes.get("/sells/{int:id}", gate=READS, query=OneQuery)
def get_sell(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"sell-{id}", sell_detail(sale_detail(id, seen(call), call.actor)))
