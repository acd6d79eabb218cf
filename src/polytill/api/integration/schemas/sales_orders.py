from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from polytill.api.common.fields import Amount, Id, Moment, Name, StrictDay, Text, Words
from polytill.api.integration.schemas.queries import SearchQuery
from polytill.api.integration.schemas.sell_body import DraftLine, Kind, ProductLine

OrderStatus = Literal["ordered", "partial", "completed"]
FreeStatus = Annotated[Text, StringConstraints(max_length=64)]


class OrderQuery(SearchQuery):
    """The two dates count together; here a range that ends before it starts is refused."""

    location_id: Id | None = None
    contact_id: Id | None = None
    status: OrderStatus | None = None
    shipping_status: Text | None = None
    start_date: StrictDay | None = None
    end_date: StrictDay | None = None

    @field_validator("end_date")
    @classmethod
    def _in_order(cls, last: date | None, info: ValidationInfo) -> date | None:
        first = info.data.get("start_date")
        if first is not None and last is not None and last < first:
            raise ValueError("The end date field must be a date after or equal to start date.")
        return last


class SalesOrderIn(Words):
    contact_id: Id
    location_id: Id
    transaction_date: Moment
    tax_rate_id: Id | None = None
    discount_type: Kind | None = None
    discount_amount: Amount | None = None
    sale_note: Text | None = None
    invoice_no: Name | None = None
    shipping_details: Text | None = None
    shipping_address: Text | None = None
    shipping_status: FreeStatus | None = None
    shipping_charges: Amount | None = None
    products: Annotated[list[ProductLine], Field(min_length=1)]


class SalesOrderChange(SalesOrderIn):
    products: Annotated[list[DraftLine], Field(min_length=1)]  # type: ignore[assignment]


class OrderStatusIn(Words):
    status: OrderStatus
