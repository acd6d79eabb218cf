from __future__ import annotations

from typing import Any

from polytill.api.integration.translate.sells import SELL_LIST_ROW, sell_detail
from polytill.reports import sales_list as s
from polytill.reports.sale_detail import SaleDetail

DRAFT_LIST_ROW = {**SELL_LIST_ROW, "sub_status": s.SUB_STATUS, "is_quotation": s.IS_QUOTATION}


def draft_detail(draft: SaleDetail) -> dict[str, Any]:
    is_quotation = draft.sub_status == "quotation"
    return {**sell_detail(draft), "is_quotation": is_quotation, "sub_status": draft.sub_status}
