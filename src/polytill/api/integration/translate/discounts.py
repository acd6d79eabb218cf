from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polytill.api.integration.schemas.discounts import DiscountIn
from polytill.domain.pricing.discounts import DiscountRecord, DiscountTerms

# Our field: their word.
WORDS = {
    "kind": "discount_type",
    "value": "discount_amount",
    "for_customer_groups": "applicable_in_cg",
    "price_group_id": "spg",
}
OURS = {theirs: ours for ours, theirs in WORDS.items()}
COLUMNS = (
    "id",
    "business_id",
    "name",
    "brand_id",
    "category_id",
    "location_id",
    "priority",
    "discount_type",
    "discount_amount",
    "starts_at",
    "ends_at",
    "is_active",
    "applicable_in_cg",
    "spg",
    "brand_name",
    "category_name",
    "location_name",
    "variations",
)


def changes(body: DiscountIn) -> dict[str, Any]:
    """What was sent, under our names."""
    found = {OURS.get(word, word): value for word, value in body.sent().items()}
    if "variation_ids" in found:
        found["variation_ids"] = tuple(dict.fromkeys(found["variation_ids"] or ()))
    return found


def terms(body: DiscountIn) -> DiscountTerms:
    return DiscountTerms(**changes(body))


def row(record: DiscountRecord) -> Mapping[str, Any]:
    t = record.terms
    return {
        "id": record.id,
        "business_id": record.business_id,
        "name": t.name,
        "brand_id": t.brand_id,
        "category_id": t.category_id,
        "location_id": t.location_id,
        "priority": t.priority,
        "discount_type": t.kind,
        "discount_amount": t.value,
        "starts_at": t.starts_at,
        "ends_at": t.ends_at,
        "is_active": t.is_active,
        "applicable_in_cg": t.for_customer_groups,
        "spg": None if t.price_group_id is None else str(t.price_group_id),
        "brand_name": record.brand_name,
        "category_name": record.category_name,
        "location_name": record.location_name,
        "variations": [
            {"id": v.id, "product_id": v.product_id, "sub_sku": v.sub_sku, "label": v.label} for v in record.variations
        ],
    }
