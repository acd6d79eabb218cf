from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from polytill.api.integration.answers.words import Id, Instant, Label, Number, Sku, about


class VariationSummary(TypedDict):
    id: Id
    product_id: Id
    sub_sku: Sku | None
    label: Label


class DiscountRow(TypedDict):
    id: Id
    business_id: Id
    name: Annotated[str, Field(examples=["Spring sale"])]
    brand_id: Id | None
    category_id: Id | None
    location_id: Id | None
    priority: Annotated[int | None, about("The highest of those that fit applies", 1)]
    discount_type: Literal["fixed", "percentage"] | None
    discount_amount: Number | None
    starts_at: Instant | None
    ends_at: Instant | None
    is_active: bool
    applicable_in_cg: Annotated[bool, about("Also for customers in a group")]
    spg: Annotated[str | None, about("Selling price group, its id as text", "2")]
    brand_name: Annotated[str | None, Field(examples=["Levis"])]
    category_name: Annotated[str | None, Field(examples=["Clothing"])]
    location_name: Annotated[str | None, Field(examples=["Awesome Shop High Street"])]
    variations: list[VariationSummary]


class DiscountActivateResult(TypedDict):
    id: Id
    is_active: Literal[True]
