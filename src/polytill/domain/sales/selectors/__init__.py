from polytill.domain.sales.selectors.find import visible_id
from polytill.domain.sales.selectors.numbers import is_number_free
from polytill.domain.sales.selectors.owed import (
    by_client_uuid,
    count_since,
    missing_orders,
    open_order_lines,
    outstanding,
)
from polytill.domain.sales.selectors.scopes import (
    SELL_LIST,
    drafts_of,
    is_permitted,
    sells_of,
    within_locations,
)
from polytill.domain.sales.selectors.where import Where

__all__ = [
    "SELL_LIST",
    "Where",
    "by_client_uuid",
    "count_since",
    "drafts_of",
    "is_number_free",
    "is_permitted",
    "missing_orders",
    "open_order_lines",
    "outstanding",
    "sells_of",
    "visible_id",
    "within_locations",
]
