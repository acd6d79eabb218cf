from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from polytill.domain.catalog.models import ComboComponent, Product, Unit, Variation
from polytill.domain.storage.remember import remember
from polytill.domain.storage.sql import amount, beside, document, fetch, marks
from polytill.kernel.actor import Actor

PRODUCT, VARIATION, COMPONENT = Product._meta.db_table, Variation._meta.db_table, ComboComponent._meta.db_table


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit. multiplier: how many of the base unit it holds."""

    id: int
    name: str
    short_name: str
    allow_decimal: bool
    base_id: int
    multiplier: Decimal


@dataclass(frozen=True, slots=True)
class Sellable:
    """A variation as a sale needs it. Prices are per base unit."""

    variation_id: int
    product_id: int
    label: str
    sub_sku: str
    type: str
    enable_stock: bool
    stock_per_unit: bool
    unit_id: int
    sub_unit_ids: tuple[int, ...]
    tax_id: int | None
    sell_price: Decimal
    sell_price_inc_tax: Decimal
    purchase_price: Decimal
    brand_id: int | None
    category_id: int | None
    for_sale: bool


@dataclass(frozen=True, slots=True)
class Component:
    variation_id: int
    product_id: int
    label: str
    unit_id: int
    enable_stock: bool
    quantity: Decimal  # in the base unit, for one piece of the combo
    purchase_price: Decimal


@remember(5)
def _units(business_id: int) -> dict[int, Measure]:
    return {
        u.pk: Measure(u.pk, u.name, u.short_name, u.allow_decimal, u.base_unit_id or u.pk, u.multiplier)
        for u in Unit.objects.of(business_id)
    }


def units(actor: Actor) -> dict[int, Measure]:
    return _units(actor.business_id)


def label_of(product: str, variation: str) -> str:
    return product if variation in ("", "DUMMY") else f"{product} - {variation}"


def sellables(variation_ids: Collection[int], actor: Actor) -> dict[int, Sellable]:
    """What is known of those variations of the business; the unknown are missing. One statement."""
    if not variation_ids:
        return {}
    rows = fetch(
        f"SELECT v.id, v.product_id, p.name, v.name, v.sub_sku, p.type, p.enable_stock, p.stock_per_unit, p.unit_id, "
        f"p.sub_unit_ids, p.tax_id, v.sell_price, v.sell_price_inc_tax, v.purchase_price, p.brand_id, p.category_id, "
        f"p.not_for_selling, p.is_inactive FROM {VARIATION} v JOIN {PRODUCT} p ON p.id = v.product_id "
        f"WHERE {beside('v.business_id')} = %s AND v.deleted_at IS NULL AND p.deleted_at IS NULL "
        f"AND v.id IN ({marks(len(variation_ids))})",
        [actor.business_id, *variation_ids],
    )
    return {row[0]: _sellable(row) for row in rows}


def _sellable(row: tuple) -> Sellable:
    return Sellable(
        variation_id=row[0],
        product_id=row[1],
        label=label_of(row[2], row[3]),
        sub_sku=row[4],
        type=row[5],
        enable_stock=bool(row[6]),
        stock_per_unit=bool(row[7]),
        unit_id=row[8],
        sub_unit_ids=tuple(document(row[9]) or ()),
        tax_id=row[10],
        sell_price=amount(row[11]),
        sell_price_inc_tax=amount(row[12]),
        purchase_price=amount(row[13]),
        brand_id=row[14],
        category_id=row[15],
        for_sale=not (row[16] or row[17]),
    )


def components(combo_ids: Collection[int], actor: Actor) -> dict[int, list[Component]]:
    """What one piece of each combo takes out of the stock, in base units."""
    if not combo_ids:
        return {}
    rows = fetch(
        f"SELECT c.combo_id, c.variation_id, p.unit_id, p.enable_stock, c.quantity, c.unit_id, v.purchase_price, "
        f"p.id, p.name, v.name "
        f"FROM {COMPONENT} c JOIN {VARIATION} v ON v.id = c.variation_id JOIN {PRODUCT} p ON p.id = v.product_id "
        f"WHERE c.business_id = %s AND c.combo_id IN ({marks(len(combo_ids))}) ORDER BY c.combo_id, c.position, c.id",
        [actor.business_id, *combo_ids],
    )
    measures = units(actor)
    found: dict[int, list[Component]] = {}
    for combo_id, variation_id, base_unit, enable_stock, quantity, unit_id, cost, product_id, product, name in rows:
        multiplier = measures[unit_id].multiplier if unit_id else Decimal(1)
        found.setdefault(combo_id, []).append(
            Component(
                variation_id=variation_id,
                product_id=product_id,
                label=label_of(product, name),
                unit_id=base_unit,
                enable_stock=bool(enable_stock),
                quantity=amount(quantity) * multiplier,
                purchase_price=amount(cost),
            )
        )
    return found
