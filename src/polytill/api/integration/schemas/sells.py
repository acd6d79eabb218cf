from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polytill.api.common.fields import Flag, Id, Name, StrictDay, Whole, Words
from polytill.api.integration.schemas.queries import SearchQuery

Bit = Annotated[Whole, Field(ge=0, le=1)]


class TransactionQuery(SearchQuery):
    """What all lists of sales can be narrowed by."""

    location_id: Id | None = None
    contact_id: Id | None = None
    created_by: Id | None = None
    start_date: StrictDay | None = None
    end_date: StrictDay | None = None


class SellQuery(TransactionQuery):
    payment_status: Literal["paid", "due", "partial", "overdue"] | None = None
    only_shipments: Flag = False
    is_direct_sale: Bit | None = None


class NumberQuery(Words):
    invoice_no: Name
    exclude_transaction_id: Id | None = None
