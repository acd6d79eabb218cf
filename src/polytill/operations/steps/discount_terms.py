"""What every written discount must satisfy."""

from __future__ import annotations

from dataclasses import replace

from polytill.domain.business.selectors import shop
from polytill.domain.pricing.discounts import PERCENTAGE, DiscountTerms
from polytill.domain.pricing.selectors import (
    brand_exists,
    category_exists,
    missing_price_groups,
    missing_variations,
)
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.kernel.money import HUNDRED
from polytill.operations.steps.gate import Gate

WRITES = Gate(permissions=("discount.access",), demo_refused=True)


def settle_terms(terms: DiscountTerms, actor: Actor) -> DiscountTerms:
    """The terms as they are stored: named variations stand instead of brand and category."""
    wrong = _wrong_fields(terms, actor)
    if wrong:
        raise invalid(wrong)
    foreign = missing_variations(terms.variation_ids, actor)
    if foreign:
        raise rule(
            "discount.foreign_variations",
            "Some of the variations do not belong to this business.",
            invalid_variation_ids=foreign,
        )
    return replace(terms, brand_id=None, category_id=None) if terms.variation_ids else terms


def _wrong_fields(terms: DiscountTerms, actor: Actor) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if terms.location_id is not None and terms.location_id not in shop(actor.business_id).locations:
        wrong["location_id"] = ["The selected location is invalid."]
    if terms.brand_id is not None and not brand_exists(terms.brand_id, actor):
        wrong["brand_id"] = ["The selected brand is invalid."]
    if terms.category_id is not None and not category_exists(terms.category_id, actor):
        wrong["category_id"] = ["The selected category is invalid."]
    if terms.price_group_id is not None and missing_price_groups([terms.price_group_id], actor):
        wrong["price_group_id"] = ["The selected price group is invalid."]
    if terms.kind == PERCENTAGE and terms.value > HUNDRED:
        wrong["value"] = ["A discount takes off at most 100 per cent."]
    if terms.starts_at is not None and terms.ends_at is not None and terms.ends_at < terms.starts_at:
        wrong["ends_at"] = ["The end must be a date after or equal to the start."]
    return wrong
