"""The catalogue and the stock of tests/shop.py.

| attribute      | sub_sku    | price with tax | tax     | stock at BL0001 (cost)             | BL0002        |
|----------------|------------|----------------|---------|------------------------------------|---------------|
| water          | AS0001     | 1.25           | none    | 100 (0.60), then 50 (0.65)         | 40 (0.60)     |
| jeans_28       | AS0002-1   | 77 (70 net)    | VAT 10% | 10 (40)                            | none          |
| jeans_30       | AS0002-2   | 77             | VAT 10% | 5 (40)                             | 3 (41)        |
| jeans_32       | AS0002-3   | 82.5 (75 net)  | VAT 10% | none                               | none          |
| rice (kg)      | AS0003     | 2.568 (2.40)   | GST 7%  | 25.5 (1.50)                        | none          |
| box (combo)    | AS0004     | 4              | none    | of 2 water and 0.5 kg of rice      |               |
| cheese, olives | AS0005-1,2 | 0.50, 0.75     | none    | modifier set, offered with pizza   |               |
| alteration     | AS0006     | 15             | none    | a service without stock            |               |
| pizza          | AS0007     | 8.80 (8 net)   | VAT 10% | without stock                      |               |

Water is sold by the piece and by the dozen. `x_product` is the product of variation x, and `jeans_product` theirs.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from polytill.domain.catalog.models import (
    Barcode,
    Brand,
    Category,
    ComboComponent,
    ModifierLink,
    Product,
    ProductLocation,
    Unit,
    Variation,
    VariationGroup,
)
from polytill.domain.stock.models import Adjustment, AdjustmentLine, CostLayer, StockLevel, StockMove

# product: (sku, name, type, unit, tax, fields); variations: product, attribute, name, sub_sku, cost, net, gross
PRODUCTS = {
    "water": ("AS0001", "Mineral Water", "single", "pieces", None, {"category": "groceries"}),
    "jeans": ("AS0002", "Men's Jeans", "variable", "pieces", "vat", {"brand": "levis", "category": "clothing"}),
    "rice": ("AS0003", "Basmati Rice", "single", "kilogram", "gst", {"category": "groceries"}),
    "box": ("AS0004", "Breakfast Box", "combo", "pieces", None, {}),
    "toppings": ("AS0005", "Toppings", "modifier", "pieces", None, {"enable_stock": False}),
    "alteration": ("AS0006", "Alteration", "single", "pieces", None, {"enable_stock": False, "nature": "service"}),
    "pizza": ("AS0007", "Pizza Margherita", "single", "pieces", "vat", {"enable_stock": False}),
}
VARIATIONS = [
    ("water", "water", "DUMMY", "AS0001", "0.60", "1.25", "1.25"),
    ("jeans", "jeans_28", "28", "AS0002-1", "40", "70", "77"),
    ("jeans", "jeans_30", "30", "AS0002-2", "40", "70", "77"),
    ("jeans", "jeans_32", "32", "AS0002-3", "42", "75", "82.5"),
    ("rice", "rice", "DUMMY", "AS0003", "1.50", "2.40", "2.568"),
    ("box", "box", "DUMMY", "AS0004", "1.95", "4", "4"),
    ("toppings", "cheese", "Cheese", "AS0005-1", "0.10", "0.50", "0.50"),
    ("toppings", "olives", "Olives", "AS0005-2", "0.20", "0.75", "0.75"),
    ("alteration", "alteration", "DUMMY", "AS0006", "0", "15", "15"),
    ("pizza", "pizza", "DUMMY", "AS0007", "2", "8", "8.80"),
]
# attribute, location, quantity, cost, days after the opening
STOCK = [
    ("water", "location", "100", "0.60", 0),
    ("water", "location", "50", "0.65", 1),
    ("water", "second_location", "40", "0.60", 0),
    ("jeans_28", "location", "10", "40", 0),
    ("jeans_30", "location", "5", "40", 0),
    ("jeans_30", "second_location", "3", "41", 0),
    ("rice", "location", "25.5", "1.50", 0),
]


def stock_up(shop: Any, *, at: datetime) -> None:
    stamp = {"created_at": at, "updated_at": at}
    _shelves(shop, stamp)
    _products(shop, stamp)
    _variations(shop, stamp)
    _composites(shop)
    _opening_stock(shop, at, stamp)


def _shelves(shop: Any, stamp: dict[str, Any]) -> None:
    b = shop.business
    shop.pieces, shop.kilogram = Unit.objects.bulk_create(
        [
            Unit(business=b, name="Pieces", short_name="Pc(s)", **stamp),
            Unit(business=b, name="Kilogram", short_name="kg", allow_decimal=True, **stamp),
        ]
    )
    shop.dozen = Unit.objects.create(
        business=b, name="Dozen", short_name="dz", base_unit=shop.pieces, multiplier=Decimal(12), **stamp
    )
    shop.levis, shop.nestle = Brand.objects.bulk_create(
        [Brand(business=b, name="Levis", **stamp), Brand(business=b, name="Nestle", **stamp)]
    )
    shop.clothing, shop.groceries = Category.objects.bulk_create(
        [Category(business=b, name="Clothing", **stamp), Category(business=b, name="Groceries", **stamp)]
    )


def _products(shop: Any, stamp: dict[str, Any]) -> None:
    rows = []
    for key, (sku, name, kind, unit, tax, fields) in PRODUCTS.items():
        named = {k: getattr(shop, v) if k in ("brand", "category") else v for k, v in fields.items()}
        rows.append(
            Product(
                business=shop.business, sku=sku, name=name, type=kind, unit=getattr(shop, unit),
                tax=getattr(shop, tax) if tax else None, created_by=shop.admin,
                sub_unit_ids=[shop.dozen.pk] if key == "water" else [], **named, **stamp,
            )
        )  # fmt: skip
    for key, row in zip(PRODUCTS, Product.objects.bulk_create(rows), strict=True):
        setattr(shop, f"{key}_product", row)
    ProductLocation.objects.bulk_create(
        ProductLocation(business=shop.business, product=row, location=location)
        for row in rows
        for location in (shop.location, shop.second_location)
    )


def _variations(shop: Any, stamp: dict[str, Any]) -> None:
    groups = VariationGroup.objects.bulk_create(
        VariationGroup(
            business=shop.business, product=getattr(shop, f"{key}_product"), is_dummy=kind in ("single", "combo"),
            name={"variable": "Waist Size", "modifier": "Toppings"}.get(kind, "DUMMY"), **stamp,
        )
        for key, (_, _, kind, *_) in PRODUCTS.items()
    )  # fmt: skip
    group_of = dict(zip(PRODUCTS, groups, strict=True))
    rows = []
    for key, attribute, name, sub_sku, cost, net, gross in VARIATIONS:
        product = getattr(shop, f"{key}_product")
        factor = Decimal(gross) / Decimal(net)
        rows.append(
            Variation(
                business=shop.business, product=product, group=group_of[key], name=name, sub_sku=sub_sku,
                purchase_price=Decimal(cost),
                purchase_price_inc_tax=(Decimal(cost) * factor).quantize(Decimal("0.0001")),
                sell_price=Decimal(net), sell_price_inc_tax=Decimal(gross),
                search_text=f"{product.name} {name} {product.sku} {sub_sku}".lower(), **stamp,
            )
        )  # fmt: skip
        setattr(shop, attribute, rows[-1])
    Variation.objects.bulk_create(rows)
    Barcode.objects.create(business=shop.business, code="8901234567894", variation=shop.water)


def _composites(shop: Any) -> None:
    ComboComponent.objects.bulk_create(
        ComboComponent(
            business=shop.business, combo=shop.box, variation=part, quantity=Decimal(quantity), unit=unit, position=i
        )
        for i, (part, quantity, unit) in enumerate([(shop.water, "2", shop.pieces), (shop.rice, "0.5", shop.kilogram)])
    )
    ModifierLink.objects.create(business=shop.business, product=shop.pizza_product, modifier=shop.toppings_product)


def _opening_stock(shop: Any, at: datetime, stamp: dict[str, Any]) -> None:
    """Levels, layers and moves that agree, each from an opening adjustment of its location."""
    b = shop.business
    places = {"location": shop.location, "second_location": shop.second_location}
    openings = Adjustment.objects.bulk_create(
        Adjustment(business=b, location=place, number=f"SA2026/{i:04}", kind="opening", at=at, **stamp)
        for i, place in enumerate(places.values(), start=9001)
    )
    opening_of = dict(zip(places, openings, strict=True))
    layers, lines, levels = [], [], {}
    for attribute, where, quantity, cost, day in STOCK:
        variation, amount, price = getattr(shop, attribute), Decimal(quantity), Decimal(cost)
        unit, opening = shop.kilogram if attribute == "rice" else shop.pieces, opening_of[where]
        common = {"business": b, "variation": variation, "unit": unit}
        layers.append(
            CostLayer(
                **common, location=places[where], source_kind="opening", source_id=opening.pk, unit_cost=price,
                unit_cost_inc_tax=price, received_at=at + timedelta(days=day), quantity=amount, remaining=amount,
            )
        )  # fmt: skip
        lines.append(AdjustmentLine(**common, adjustment=opening, quantity=amount, unit_cost=price))
        level = levels.setdefault((attribute, where), StockLevel(**common, location=places[where], quantity=Decimal(0)))
        level.quantity += amount
        layers[-1].balance = level.quantity  # type: ignore[attr-defined]
    CostLayer.objects.bulk_create(layers)
    AdjustmentLine.objects.bulk_create(lines)
    StockLevel.objects.bulk_create(levels.values())
    StockMove.objects.bulk_create(
        StockMove(
            business=b, location=layer.location, variation=layer.variation, unit=layer.unit, layer=layer,
            quantity=layer.quantity, balance=layer.balance, unit_cost=layer.unit_cost, reason="opening",  # type: ignore[attr-defined]
            source_kind="opening", source_id=layer.source_id, at=layer.received_at,
        )
        for layer in layers
    )  # fmt: skip
