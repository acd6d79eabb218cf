from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polytill.api.common.fields import Amount, Flag, Id, Moment, Name, Whole, Words
from polytill.api.integration.schemas.queries import SearchQuery

Priority = Annotated[Whole, Field(ge=0, le=2**31 - 1)]
Kind = Literal["fixed", "percentage"]


class DiscountQuery(SearchQuery):
    is_active: Flag | None = None


class DiscountIn(Words):
    name: Name
    location_id: Id
    priority: Priority
    discount_type: Kind
    discount_amount: Amount
    brand_id: Id | None = None
    category_id: Id | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    is_active: Flag = True
    applicable_in_cg: Flag = False
    spg: Id | None = None
    variation_ids: list[Id] | None = None


class DiscountChange(DiscountIn):
    """Every field may stay away; the ones that are required in a new discount may not be null."""

    name: Name = ""
    location_id: Id = 0
    priority: Priority = 0
    discount_type: Kind = "fixed"
    discount_amount: Amount = Field(default=0, ge=0)  # type: ignore[assignment]
