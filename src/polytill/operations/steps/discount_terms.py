"""What every written discount must satisfy."""

from __future__ import annotations

from collections.abc import Callable, Collection
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


def settle_terms(terms: DiscountTerms, written: Collection[str], actor: Actor) -> DiscountTerms:
    """The terms as they are stored. written: the fields that this write names; what stood before is not judged again.

    Named variations stand instead of brand and category.
    """
    wrong = _wrong_references(terms, written, actor) | _wrong_values(terms, written)
    if wrong:
        raise invalid(wrong)
    if "variation_ids" not in written or not terms.variation_ids:
        return terms
    foreign = missing_variations(terms.variation_ids, actor)
    if foreign:
        raise rule(
            "discount.foreign_variations",
            "Some of the variations do not belong to this business.",
            invalid_variation_ids=foreign,
        )
    return replace(terms, brand_id=None, category_id=None)


def _wrong_references(terms: DiscountTerms, written: Collection[str], actor: Actor) -> dict[str, list[str]]:
    known: dict[str, Callable[[int], bool]] = {
        "location_id": lambda id: id in shop(actor.business_id).locations,
        "brand_id": lambda id: brand_exists(id, actor),
        "category_id": lambda id: category_exists(id, actor),
        "price_group_id": lambda id: not missing_price_groups([id], actor),
    }
    named = {field: getattr(terms, field) for field in known if field in written}
    return {
        field: [f"The selected {field.removesuffix('_id').replace('_', ' ')} is invalid."]
        for field, id in named.items()
        if id is not None and not known[field](id)
    }


def _wrong_values(terms: DiscountTerms, written: Collection[str]) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if terms.kind == PERCENTAGE and terms.value > HUNDRED and not {"kind", "value"}.isdisjoint(written):
        wrong["value"] = ["A discount takes off at most 100 per cent."]
    ends_before = terms.starts_at is not None and terms.ends_at is not None and terms.ends_at < terms.starts_at
    if ends_before and not {"starts_at", "ends_at"}.isdisjoint(written):
        wrong["ends_at"] = ["The end must be a date after or equal to the start."]
    return wrong
