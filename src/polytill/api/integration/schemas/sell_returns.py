from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polytill.api.common.fields import Amount, Id, Moment, Name, Words


class SellReturnLineIn(Words):
    sell_line_id: Id
    quantity: Amount


class SellReturnIn(Words):
    """discount and tax that stay away, or are null, are those of the sale."""

    transaction_id: Id
    returns: Annotated[list[SellReturnLineIn], Field(min_length=1)]
    discount_type: Literal["fixed", "percentage"] | None = None
    discount_amount: Amount | None = None
    tax_id: Id | None = None
    invoice_no: Name | None = None
    transaction_date: Moment | None = None
