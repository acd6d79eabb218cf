from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polytill.api.integration.translate.sells import SELL_LIST_ROW, sell_detail
from polytill.reports import sales_list as s
from polytill.reports.sale_detail import SaleDetail
from polytill.reports.tables import Field, Kind

TABLES = "LEFT JOIN dining_table t ON t.id = s.table_id"
HELD_ROW: dict[str, Field | Mapping[str, Field]] = {**SELL_LIST_ROW, "is_suspend": s.IS_SUSPENDED}
RECENT_ROW: dict[str, Field | Mapping[str, Field]] = {
    **SELL_LIST_ROW,
    "sub_status": s.SUB_STATUS,
    "is_suspend": s.IS_SUSPENDED,
    "table": {"id": Field("t.id", Kind.WHOLE), "name": Field("t.name")},
    "created_at": Field("s.created_at", Kind.INSTANT),
}


def held_detail(sale: SaleDetail) -> dict[str, Any]:
    return {**sell_detail(sale), "is_suspend": sale.is_suspended}
