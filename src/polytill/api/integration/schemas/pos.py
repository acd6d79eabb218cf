from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polytill.api.common.fields import Amount, Id, Name, Whole, Words
from polytill.api.integration.schemas.queries import OneQuery, SearchQuery
from polytill.api.integration.schemas.sell_body import Given, PaymentLine, SellBody

MOST_RECENT = 50


class RecentQuery(OneQuery):
    """status: final, draft (without quotations), quotation, or another stored one."""

    status: Name = "final"
    transaction_sub_type: Name | None = None
    limit: Annotated[Whole, Field(ge=1, le=MOST_RECENT)] | None = None


class HeldQuery(SearchQuery):
    location_id: Id | None = None


class PosSellBody(SellBody):
    is_suspend: Given


class FinalizeIn(Words):
    """payments: required unless it is a credit sale."""

    is_credit_sale: Given
    payments: list[PaymentLine] | None = None
    change_return: Amount | None = None
