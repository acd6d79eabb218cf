from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from polytill.domain.catalog.models import Brand, Category, Variation
from polytill.domain.catalog.selectors import label_of
from polytill.domain.pricing.discounts import DiscountedVariation, DiscountRecord, DiscountTerms
from polytill.domain.pricing.models import Discount, PriceGroup
from polytill.domain.storage.listing import Listing, listing
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found

# Tuples, for a list of models is many times dearer.
COLUMNS = (
    "id",
    "business_id",
    "name",
    "location_id",
    "priority",
    "kind",
    "value",
    "brand_id",
    "category_id",
    "starts_at",
    "ends_at",
    "is_active",
    "for_customer_groups",
    "price_group",
    "brand__name",
    "category__name",
    "location__name",
)
LONGEST_ID = 18  # digits


def discounts(*, actor: Actor, active: bool | None = None, term: str | None = None) -> Listing[DiscountRecord]:
    """The newest first. term: in the name, or the id."""
    rows = Discount.objects.visible_to(actor).order_by("-id").values_list(*COLUMNS, named=True)
    if active is not None:
        rows = rows.filter(is_active=active)
    if term is not None:
        rows = rows.filter(Q(name__icontains=term) | _id_is(term))
    return listing(rows, _records)


def discount(discount_id: int, actor: Actor) -> DiscountRecord:
    rows = list(Discount.objects.visible_to(actor).filter(pk=discount_id).values_list(*COLUMNS, named=True))
    if not rows:
        raise not_found("discount", id=discount_id)
    return _records(rows)[0]


def _id_is(term: str) -> Q:
    return Q(pk=int(term)) if term.isascii() and term.isdigit() and len(term) <= LONGEST_ID else Q(pk__in=[])


def _records(rows: list[Any]) -> list[DiscountRecord]:
    found = _variations([row.id for row in rows])
    return [_record(row, tuple(found[row.id])) for row in rows]


def _variations(discount_ids: list[int]) -> dict[int, list[DiscountedVariation]]:
    rows = (
        Discount.variations.through.objects.filter(discount_id__in=discount_ids)
        .order_by("discount_id", "variation_id")
        .values_list(
            "discount_id",
            "variation_id",
            "variation__product_id",
            "variation__sub_sku",
            "variation__product__name",
            "variation__name",
        )
    )
    found: dict[int, list[DiscountedVariation]] = defaultdict(list)
    for discount_id, variation_id, product_id, sub_sku, product, variation in rows:
        label = label_of(product, variation)
        found[discount_id].append(DiscountedVariation(variation_id, product_id, sub_sku, label))
    return found


def _record(row: Any, variations: tuple[DiscountedVariation, ...]) -> DiscountRecord:
    return DiscountRecord(
        id=row.id,
        business_id=row.business_id,
        terms=DiscountTerms(
            name=row.name,
            location_id=row.location_id,
            priority=row.priority,
            kind=row.kind,
            value=row.value,
            brand_id=row.brand_id,
            category_id=row.category_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_active=row.is_active,
            for_customer_groups=row.for_customer_groups,
            price_group_id=int(row.price_group) if row.price_group else None,
            variation_ids=tuple(variation.id for variation in variations),
        ),
        brand_name=row.brand__name,
        category_name=row.category__name,
        location_name=row.location__name,
        variations=variations,
    )


def brand_exists(brand_id: int, actor: Actor) -> bool:
    return Brand.objects.visible_to(actor).filter(pk=brand_id, deleted_at__isnull=True).exists()


def category_exists(category_id: int, actor: Actor) -> bool:
    rows = Category.objects.visible_to(actor).filter(kind="product", deleted_at__isnull=True)
    return rows.filter(pk=category_id).exists()


def missing_price_groups(price_group_ids: Collection[int], actor: Actor) -> list[int]:
    rows = PriceGroup.objects.visible_to(actor).filter(pk__in=price_group_ids, deleted_at__isnull=True)
    return sorted(set(price_group_ids) - set(rows.values_list("pk", flat=True)))


def missing_variations(variation_ids: Collection[int], actor: Actor) -> list[int]:
    rows = Variation.objects.visible_to(actor).filter(pk__in=variation_ids, deleted_at__isnull=True)
    return sorted(set(variation_ids) - set(rows.values_list("pk", flat=True)))
