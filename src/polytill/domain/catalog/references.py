"""What a written product names must be the business's own, and its codes must be free."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from polytill.domain.business.models import Business
from polytill.domain.catalog.models import (
    Barcode,
    Brand,
    Category,
    Media,
    Product,
    Unit,
    Variation,
    VariationTemplate,
    VariationTemplateValue,
)
from polytill.domain.storage.remember import remember
from polytill.kernel.actor import Actor

KINDS: dict[str, Any] = {
    "brand": Brand,
    "category": Category,
    "media": Media,
    "product": Product,
    "template": VariationTemplate,
    "template_value": VariationTemplateValue,
    "unit": Unit,
    "variation": Variation,
}
KEPT = {"media", "template", "template_value"}  # these are never marked as deleted


def missing(kind: str, ids: Collection[int], actor: Actor) -> set[int]:
    """Those of the ids that are no such record of the business."""
    if not ids:
        return set()
    rows = KINDS[kind].objects.visible_to(actor).filter(pk__in=set(ids))
    if kind not in KEPT:
        rows = rows.filter(deleted_at__isnull=True)
    return set(ids) - set(rows.values_list("id", flat=True))


def types_of(product_ids: Collection[int], actor: Actor) -> dict[int, str]:
    return dict(Product.objects.visible_to(actor).filter(pk__in=set(product_ids)).values_list("id", "type"))


def types_of_variations(variation_ids: Collection[int], actor: Actor) -> dict[int, str]:
    rows = Variation.objects.visible_to(actor).filter(pk__in=set(variation_ids), deleted_at__isnull=True)
    return dict(rows.values_list("id", "product__type"))


def taken_skus(skus: Collection[str], actor: Actor) -> set[str]:
    return set(Product.objects.visible_to(actor).filter(sku__in=set(skus)).values_list("sku", flat=True))


def taken_sub_skus(sub_skus: Collection[str], actor: Actor) -> set[str]:
    rows = Variation.objects.visible_to(actor).filter(sub_sku__in=set(sub_skus), deleted_at__isnull=True)
    return set(rows.values_list("sub_sku", flat=True))


def taken_barcodes(codes: Collection[str], actor: Actor) -> set[str]:
    return set(Barcode.objects.visible_to(actor).filter(code__in=set(codes)).values_list("code", flat=True))


@remember(30)
def _sku_prefix(business_id: int) -> str:
    return Business.objects.values_list("sku_prefix", flat=True).get(pk=business_id)


def sku_prefix(actor: Actor) -> str:
    return _sku_prefix(actor.business_id)
