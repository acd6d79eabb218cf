"""The catalogue: units, brands, categories, products, prices of groups, discounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from polytill.domain.catalog.models import ModifierLink, Variation, VariationTemplate, VariationTemplateValue
from polytill.domain.catalog.products import NewChoice, NewComponent, NewProduct, NewSellingUnit, NewVariation
from polytill.domain.dining.service_types import ServiceTerms
from polytill.domain.pricing.discounts import DiscountTerms
from polytill.operations.create_brand import create_brand
from polytill.operations.create_category import create_category
from polytill.operations.create_discount import create_discount
from polytill.operations.create_price_group import create_price_group
from polytill.operations.create_product import create_product
from polytill.operations.create_service_type import create_service_type
from polytill.operations.create_unit import create_unit
from polytill.operations.create_unit_group import create_unit_group
from polytill.operations.create_variation_template import create_variation_template
from polytill.project.demo.world import World, number

Data = dict[str, Any]
JEANS = "Levis Men's Slimmy Fit Jeans"


def fill(catalog: Data, world: World, opened: datetime) -> None:
    _units(catalog, world, opened)
    for name in catalog["brands"]:
        world.brands[name] = create_brand(name=name, actor=world.actor, now=opened)
    for parent, children in catalog["categories"].items():
        world.categories[parent] = create_category(name=parent, actor=world.actor, now=opened)
        for place, child in enumerate(children):
            world.categories[f"{parent}/{child}"] = create_category(
                name=child, parent_id=world.categories[parent], position=place, actor=world.actor, now=opened
            )
    for name, values in catalog["templates"].items():
        create_variation_template(name=name, values=values, actor=world.actor, now=opened)
    # The documents' first two products carry the numbers 1 and 2; the modifier sets that one of them offers come after.
    for entry in catalog["products"][:2]:
        _product({**entry, "modifiers": ()}, world, opened)
    for entry in catalog["modifier_sets"]:
        _product({**entry, "type": "modifier"}, world, opened)
    ModifierLink.objects.bulk_create(
        ModifierLink(business_id=world.business_id, product_id=world.products[entry["name"]], modifier_id=modifier)
        for entry in catalog["products"][:2]
        for modifier in (world.products[name] for name in entry.get("modifiers", ()))
    )
    for entry in catalog["products"][2:]:
        _product(entry, world, opened)


def _units(catalog: Data, world: World, opened: datetime) -> None:
    groups: dict[str, int] = {}
    for entry in catalog["units"]:
        group = entry.get("group")
        if group and group not in groups:
            groups[group] = create_unit_group(name=group, actor=world.actor, now=opened)
        base = entry.get("base")
        world.units[entry["name"]] = create_unit(
            name=entry["name"],
            short_name=entry["short"],
            allow_decimal=entry.get("decimal", False),
            base_unit_id=world.units[base] if base else None,
            multiplier=number(entry.get("multiplier", "1")),
            group_id=groups.get(group),
            actor=world.actor,
            now=opened,
        )


def _product(entry: Data, world: World, opened: datetime) -> None:
    kind = entry.get("type", "single")
    category = entry.get("category", "")
    template = VariationTemplate.objects.of(world.business_id).filter(name=entry.get("axis", "")).first()
    product = NewProduct(
        name=entry["name"],
        type=kind,
        nature=entry.get("nature", "goods"),
        sku=entry.get("sku"),
        barcode_type="EAN13" if "barcode" in entry else "C128",
        unit_id=None if kind == "modifier" else world.units[entry.get("unit", "Pieces")],
        sub_unit_ids=tuple(world.units[name] for name in entry.get("sub_units", ())),
        brand_id=world.brands.get(entry.get("brand", "")),
        category_id=world.categories.get(category.split("/")[0]),
        sub_category_id=world.categories.get(category) if "/" in category else None,
        tax_id=world.taxes.get(entry.get("tax", "")),
        tax_type=entry.get("tax_type", "exclusive"),
        enable_stock=entry.get("stocked", kind in ("single", "variable")),
        stock_per_unit=entry.get("stock_per_unit", False),
        alert_quantity=number(entry["alert"]) if "alert" in entry else None,
        expiry_period=entry.get("expiry_months"),
        expiry_period_type="months" if "expiry_months" in entry else "",
        needs_serial_number=entry.get("serial", False),
        not_for_selling=entry.get("not_for_selling", False),
        is_inactive=entry.get("inactive", False),
        axis=str(entry.get("axis") or (entry["name"] if kind == "modifier" else "DUMMY")),
        template_id=template.pk if template else None,
        modifier_set_ids=tuple(world.products[name] for name in entry.get("modifiers", ())),
        choices=tuple(_choice(choice, world) for choice in entry.get("choices", ())),
        details={"kitchen_station": entry["kitchen"]} if "kitchen" in entry else {},
        variations=_variations(entry, world, template),
    )
    product_id = create_product(product=product, actor=world.actor, now=opened)
    world.products[entry["name"]] = product_id
    rows = list(Variation.objects.of(world.business_id).filter(product_id=product_id).order_by("id"))
    for row in rows:
        world.variations[f"{entry['name']}|{row.name}"] = row.pk
        world.variations[row.sub_sku] = row.pk
    world.variations[entry["name"]] = rows[0].pk


def _choice(choice: list[Any], world: World) -> NewChoice:
    kind, name, choose, options = choice
    return NewChoice(kind, name, number(choose), tuple((world.variations[x], number(q)) for x, q in options))


def _variations(entry: Data, world: World, template: Any) -> tuple[NewVariation, ...]:
    if entry.get("type") == "modifier":
        return tuple(
            NewVariation(name=name, sell_price=number(price), purchase_price=number(cost))
            for name, price, cost in entry["variations"]
        )
    if "variations" in entry:
        values = VariationTemplateValue.objects.filter(template=template).values_list("name", "id")
        of = dict(values)
        return tuple(
            NewVariation(
                name=name,
                sell_price=number(price),
                purchase_price=number(cost),
                barcodes=((barcode, None),),
                template_value_id=of[name],
            )
            for name, price, cost, barcode, _ in entry["variations"]
        )
    codes: list[tuple[str, int | None]] = [(entry["barcode"], None)] if "barcode" in entry else []
    if "pack_barcode" in entry:
        codes.append((entry["pack_barcode"], world.units[entry["sub_units"][0]]))
    return (
        NewVariation(
            sell_price=number(entry["price"]),
            purchase_price=number(entry["cost"]),
            barcodes=tuple(codes),
            selling_units=tuple(_selling_unit(unit, world) for unit in entry.get("selling_units", ())),
            components=tuple(_component(part, world) for part in entry.get("components", ())),
        ),
    )  # fmt: skip


def _component(part: list[str], world: World) -> NewComponent:
    name, quantity, *unit = part
    return NewComponent(world.variations[name], number(quantity), world.units[unit[0]] if unit else None)


def _selling_unit(unit: Data, world: World) -> NewSellingUnit:
    return NewSellingUnit(
        unit_id=world.units[unit["unit"]],
        sell_price=number(unit["price"]),
        wholesale_price=number(unit["wholesale"]),
        cost=number(unit["cost"]),
        barcode=unit["barcode"],
        low_quantity=number(unit["low"]),
        stock_alert_enabled=True,
    )


def price(plan: Data, catalog: Data, world: World, opened: datetime) -> None:
    """Price groups, types of service and discounts."""
    for name in plan["price_groups"]:
        prices = [
            (world.variations[entry["name"]], "fixed", number(entry["group_prices"][name]))
            for entry in catalog["products"]
            if name in entry.get("group_prices", {})
        ]
        if name == "Wholesale":
            jeans = Variation.objects.of(world.business_id).filter(product_id=world.products.get(JEANS, 0))
            prices += [(row.pk, "percentage", Decimal(90)) for row in jeans.order_by("id")]
        world.price_groups[name] = create_price_group(name=name, prices=prices, actor=world.actor, now=opened)
    for entry in plan["service_types"]:
        terms = ServiceTerms(
            name=entry["name"],
            description=entry.get("description"),
            price_groups={world.locations[c]: world.price_groups.get(g, 0) for c, g in entry["price_groups"].items()},
            packing_charge=number(entry.get("packing_charge")),
            packing_charge_type=entry.get("packing_charge_type"),
            enable_custom_fields=entry.get("enable_custom_fields", False),
        )
        world.service_types[entry["name"]] = create_service_type(terms=terms, actor=world.actor, now=opened)
    for entry in plan["discounts"]:
        create_discount(terms=_discount(entry, world), actor=world.actor, now=opened)


def _discount(entry: Data, world: World) -> DiscountTerms:
    first, last = entry["days"]
    return DiscountTerms(
        name=entry["name"],
        location_id=world.locations[entry["location"]],
        priority=entry["priority"],
        kind=entry["kind"],
        value=number(entry["value"]),
        brand_id=world.brands.get(entry.get("brand", "")),
        category_id=world.categories.get(entry.get("category", "")),
        starts_at=world.now + timedelta(days=first),
        ends_at=world.now + timedelta(days=last),
        is_active=entry.get("active", True),
        variation_ids=tuple(world.variations[x] for x in entry.get("variations", ())),
    )
