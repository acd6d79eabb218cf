"""What a price cut consists of, as it is written and as it is read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

FIXED, PERCENTAGE = "fixed", "percentage"


@dataclass(frozen=True, slots=True)
class DiscountTerms:
    """value: money for fixed, per cent for percentage. price_group None is every group."""

    name: str
    location_id: int | None
    priority: int
    kind: str
    value: Decimal
    brand_id: int | None = None
    category_id: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_active: bool = True
    for_customer_groups: bool = False
    price_group_id: int | None = None
    variation_ids: tuple[int, ...] = ()


TERMS = frozenset(field.name for field in fields(DiscountTerms))


@dataclass(frozen=True, slots=True)
class DiscountedVariation:
    id: int
    product_id: int
    sub_sku: str
    label: str


@dataclass(frozen=True, slots=True)
class DiscountRecord:
    id: int
    business_id: int
    terms: DiscountTerms
    brand_name: str | None
    category_name: str | None
    location_name: str | None
    variations: tuple[DiscountedVariation, ...]
