"""Parse, one call, present."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from polytill.api.common.door import Routes

# In the order of the documents. A resource joins the door when its file is there.
NAMES = (
    "sells",
    "sell_drafts",
    "quotations",
    "pos",
    "sell_returns",
    "transaction_payments",
    "shipments",
    "discounts",
    "cash_registers",
    "sales_orders",
    "types_of_service",
    "users",
    "roles",
    "commission_agents",
)


def _routes(name: str) -> list[Routes]:
    path = f"{__name__}.{name}"
    return [import_module(path).routes] if find_spec(path) else []


RESOURCES: list[Routes] = [routes for name in NAMES for routes in _routes(name)]
