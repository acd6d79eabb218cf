"""What every new product must satisfy."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from polytill.domain.business.selectors import shop
from polytill.domain.catalog.products import NewProduct
from polytill.domain.catalog.references import (
    missing,
    taken_barcodes,
    taken_skus,
    taken_sub_skus,
    types_of,
    types_of_variations,
)
from polytill.domain.taxes.selectors import rates
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid

TYPES = ("single", "variable", "combo", "modifier")
NATURES = ("goods", "service", "digital")
ONE_VARIATION = ("single", "combo")


def check_product(product: NewProduct, actor: Actor) -> None:
    wrong = _words(product) | _references(product, actor) | _codes(product, actor) | _parts(product, actor)
    if wrong:
        raise invalid(wrong)


def _words(product: NewProduct) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if not product.name.strip():
        wrong["name"] = ["The name field is required."]
    if product.type not in TYPES:
        wrong["type"] = ["The selected type is invalid."]
    if product.nature not in NATURES:
        wrong["nature"] = ["The selected nature is invalid."]
    if product.tax_type not in ("exclusive", "inclusive"):
        wrong["tax_type"] = ["The selected tax type is invalid."]
    if not product.variations or (product.type in ONE_VARIATION and len(product.variations) > 1):
        wrong["variations"] = ["A single product and a combo have one variation, any other product has some."]
    if product.type != "modifier" and product.unit_id is None:
        wrong["unit_id"] = ["The unit id field is required."]
    if any(_not_a_price(x) for v in product.variations for x in (v.purchase_price, v.sell_price)):
        wrong["variations.price"] = ["A price is not negative."]
    return wrong


def _not_a_price(value: Decimal) -> bool:
    return not value.is_finite() or value < 0


def _references(product: NewProduct, actor: Actor) -> dict[str, list[str]]:
    units = _some(product.unit_id, *product.sub_unit_ids)
    for variation in product.variations:
        units |= _some(*(unit for _, unit in variation.barcodes))
        units |= _some(*(x for unit in variation.selling_units for x in (unit.unit_id, unit.convert_unit_id)))
    named = {
        "unit_id": ("unit", units),
        "brand_id": ("brand", _some(product.brand_id)),
        "category_id": ("category", _some(product.category_id)),
        "sub_category_id": ("category", _some(product.sub_category_id)),
        "template_id": ("template", _some(product.template_id)),
        "image_id": ("media", _some(product.image_id)),
        "variations": ("template_value", _some(*(v.template_value_id for v in product.variations))),
    }
    wrong = {field: [_invalid(field)] for field, (kind, ids) in named.items() if missing(kind, ids, actor)}
    if product.tax_id is not None and product.tax_id not in rates(actor):
        wrong["tax_id"] = [_invalid("tax_id")]
    if not set(product.location_ids or ()) <= set(shop(actor.business_id).locations):
        wrong["location_ids"] = [_invalid("location_ids")]
    return wrong


def _codes(product: NewProduct, actor: Actor) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if product.sku and taken_skus([product.sku], actor):
        wrong["sku"] = ["The sku has already been taken."]
    sub_skus = [v.sub_sku for v in product.variations if v.sub_sku]
    if _twice(sub_skus) or taken_sub_skus(sub_skus, actor):
        wrong["sub_sku"] = ["The sub sku has already been taken."]
    codes = [code for v in product.variations for code, _ in v.barcodes]
    if _twice(codes) or taken_barcodes(codes, actor):
        wrong["barcode"] = ["The barcode has already been taken."]
    return wrong


def _parts(product: NewProduct, actor: Actor) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    parts = {part.variation_id for v in product.variations for part in v.components}
    found = types_of_variations(parts, actor)
    if set(found) != parts or not set(found.values()) <= {"single", "variable"}:
        wrong["components"] = ["The selected components are invalid."]
    if parts and product.type != "combo":
        wrong["components"] = ["Only a combo has components."]
    options = {variation for choice in product.choices for variation, _ in choice.options}
    if missing("variation", options, actor):
        wrong["choices"] = ["The selected options are invalid."]
    modifiers = types_of(product.modifier_set_ids, actor)
    if any(modifiers.get(x) != "modifier" for x in product.modifier_set_ids):
        wrong["modifier_set_ids"] = ["The selected modifier sets are invalid."]
    return wrong


def _some(*ids: int | None) -> set[int]:
    return {x for x in ids if x is not None}


def _twice(codes: Iterable[str]) -> bool:
    listed = list(codes)
    return len(set(listed)) != len(listed)


def _invalid(field: str) -> str:
    return f"The selected {field} is invalid."
