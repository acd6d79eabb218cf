"""What a till loads once and then searches by itself: everything that is sold at one location, page by page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.business.selectors import Place, place_for
from polytill.domain.catalog.models import Barcode, Category, Media, ModifierLink, Product, Variation
from polytill.domain.catalog.selectors import Measure, Sellable, sellables, units
from polytill.domain.pricing.asking import best_offer, group_prices, without_tax
from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.domain.stock.models import StockLevel
from polytill.domain.taxes.selectors import Rate, rates
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found
from polytill.kernel.money import ZERO, fine, percent_of

PAGE = 500
# A vector drawing can carry a script, so it is no picture here.
PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
SOLD_AT_THE_COUNTER = ("single", "variable", "combo")


@dataclass(frozen=True, slots=True)
class TillProduct:
    """price is before tax, as the checkout works with it; stock None where none is kept.

    offer: the shop's own discount for people; group_offer: for customers of a group, who may have others.
    """

    id: int
    product_id: int
    name: str
    variation: str
    sku: str
    barcodes: tuple[str, ...]
    category_id: int | None
    image_id: int | None
    price: Decimal
    price_inc_tax: Decimal
    tax_percent: Decimal
    offer: Discount | None
    group_offer: Discount | None
    unit: str
    allows_decimal: bool
    stock: Decimal | None
    modifier_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ModifierOption:
    id: int
    name: str
    price_inc_tax: Decimal


@dataclass(frozen=True, slots=True)
class ModifierSet:
    id: int
    name: str
    options: tuple[ModifierOption, ...]


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """next is the key of the page after this one, None on the last."""

    rows: tuple[TillProduct, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class _Known:
    place: Place
    items: Mapping[int, Sellable]
    rates: Mapping[int, Rate]
    units: Mapping[int, Measure]
    group: Mapping[int, Decimal]
    barcodes: Mapping[int, list[str]]
    stock: Mapping[tuple[int, int], Decimal]
    modifiers: Mapping[int, list[int]]


def catalog_page(*, actor: Actor, location_id: int, after: int, at: datetime, size: int = PAGE) -> CatalogPage:
    """A constant number of statements a page, whatever its size. after is the last variation's id, 0 for the start."""
    place = place_for(actor, location_id)
    rows = list(
        Variation.objects.visible_to(actor)
        .filter(
            id__gt=after,
            deleted_at__isnull=True,
            product__deleted_at__isnull=True,
            product__not_for_selling=False,
            product__is_inactive=False,
            product__type__in=SOLD_AT_THE_COUNTER,
            product__sold_at__location_id=place.id,
        )
        .order_by("id")
        .values("id", "product_id", "name", "product__name", "product__image_id")[: size + 1]
    )
    shown = rows[:size]
    known = _known(place, [row["id"] for row in shown], [row["product_id"] for row in shown], actor)
    products = tuple(_product(row, known, actor, at) for row in shown)
    return CatalogPage(products, shown[-1]["id"] if len(rows) > size else None)


def _known(place: Place, variation_ids: list[int], product_ids: list[int], actor: Actor) -> _Known:
    items = sellables(variation_ids, actor)
    return _Known(
        place=place,
        items=items,
        rates=rates(actor),
        units=units(actor),
        group=group_prices(place.price_group_id, list(items.values()), actor) if place.price_group_id else {},
        barcodes=_grouped(
            Barcode.objects.visible_to(actor).filter(variation_id__in=variation_ids, unit__isnull=True),
            "variation_id",
            "code",
        ),
        stock=_stock(place.id, variation_ids, actor),
        modifiers=_grouped(
            ModifierLink.objects.visible_to(actor).filter(product_id__in=set(product_ids)), "product_id", "modifier_id"
        ),
    )


def _grouped(rows: Any, key: str, value: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for owner, one in rows.order_by("id").values_list(key, value):
        found.setdefault(owner, []).append(one)
    return found


def _stock(location_id: int, variation_ids: Collection[int], actor: Actor) -> dict[tuple[int, int], Decimal]:
    """By variation and unit."""
    rows = StockLevel.objects.visible_to(actor).filter(location_id=location_id, variation_id__in=variation_ids)
    return {(row[0], row[1]): row[2] for row in rows.values_list("variation_id", "unit_id", "quantity")}


def _product(row: Mapping[str, Any], known: _Known, actor: Actor, at: datetime) -> TillProduct:
    item, place = known.items[row["id"]], known.place
    percent = known.rates[item.tax_id].percent if item.tax_id else ZERO
    in_group = known.group.get(item.variation_id)
    price = item.sell_price if in_group is None else without_tax(in_group, percent)
    unit = known.units[item.unit_id]
    is_stocked = item.enable_stock and item.type != "combo"
    return TillProduct(
        id=item.variation_id,
        product_id=item.product_id,
        name=row["product__name"],
        variation="" if row["name"] == "DUMMY" else row["name"],
        sku=item.sub_sku,
        barcodes=tuple(known.barcodes.get(item.variation_id, ())),
        category_id=item.category_id,
        image_id=row["product__image_id"],
        price=price,
        price_inc_tax=price + fine(percent_of(price, percent)),
        tax_percent=percent,
        offer=_offer(item, price, place, actor, at, in_group=False),
        group_offer=_offer(item, price, place, actor, at, in_group=True),
        unit=unit.short_name,
        allows_decimal=unit.allow_decimal,
        stock=known.stock.get((item.variation_id, unit.id), ZERO) if is_stocked else None,
        modifier_ids=tuple(known.modifiers.get(item.product_id, ())),
    )


def _offer(
    item: Sellable, price: Decimal, place: Place, actor: Actor, at: datetime, *, in_group: bool
) -> Discount | None:
    found = best_offer(
        item, actor=actor, location_id=place.id, price_group_id=place.price_group_id, in_group=in_group, at=at
    )
    if found is None or found.cut.kind is DiscountKind.PERCENTAGE:
        return found.cut if found else None
    return Discount(found.cut.kind, min(found.cut.value, price))


def till_categories(actor: Actor) -> list[tuple[int, str]]:
    """The categories that tills show, in the shop's order."""
    rows = Category.objects.visible_to(actor).filter(kind="product", displays_on_pos=True, deleted_at__isnull=True)
    return list(rows.order_by("position", "name", "id").values_list("id", "name"))


def modifier_sets(actor: Actor) -> list[ModifierSet]:
    sets = Product.objects.visible_to(actor).filter(type="modifier", deleted_at__isnull=True, is_inactive=False)
    names = dict(sets.order_by("name", "id").values_list("id", "name"))
    options: dict[int, list[ModifierOption]] = {}
    rows = Variation.objects.visible_to(actor).filter(product_id__in=list(names), deleted_at__isnull=True)
    for product_id, id_, name, price in rows.order_by("id").values_list(
        "product_id", "id", "name", "sell_price_inc_tax"
    ):
        options.setdefault(product_id, []).append(ModifierOption(id_, name, price))
    return [ModifierSet(key, name, tuple(options.get(key, ()))) for key, name in names.items()]


@dataclass(frozen=True, slots=True)
class Picture:
    """path is below the media folder; sha256 names the content."""

    path: str
    mime: str
    sha256: str


def picture(*, actor: Actor, media_id: int) -> Picture:
    """A picture of the business's own; nothing else that lies in the media folder."""
    row = Media.objects.visible_to(actor).filter(pk=media_id, mime__in=PICTURES).values_list("path", "mime", "sha256")
    found = row.first()
    if found is None:
        raise not_found("picture")
    return Picture(*found)
