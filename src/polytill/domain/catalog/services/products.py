"""A product with its variations, codes, selling units, components and choices, written set by set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.catalog.models import (
    Barcode,
    BundleGroup,
    BundleOption,
    ComboComponent,
    ModifierLink,
    Product,
    ProductLocation,
    SellingUnit,
    Variation,
    VariationGroup,
)
from polytill.domain.catalog.products import NewProduct, NewSellingUnit, NewVariation
from polytill.domain.storage.fields import rate
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row, insert_rows
from polytill.kernel.actor import Actor
from polytill.kernel.money import EXACT, HUNDRED, ZERO, fine, percent_of, tax_within

SKU_DIGITS = 4


def enter_product(
    *,
    product: NewProduct,
    percent: Decimal,
    sku_prefix: str,
    location_ids: tuple[int, ...],
    actor: Actor,
    now: datetime,
) -> int:
    """percent: of the product's tax. Codes and SKUs that are taken are refused by the operation beforehand."""
    pools = take_ids({Product: 1, VariationGroup: 1, Variation: len(product.variations)})
    product_id, group_id = pools[Product][0], pools[VariationGroup][0]
    sku = product.sku or f"{sku_prefix}{product_id:0{SKU_DIGITS}}"
    stamps = {"business_id": actor.business_id, "created_at": now, "updated_at": now}
    insert_rows(Product, [_product_row(product, product_id, sku, actor, stamps)])
    insert_rows(VariationGroup, [_group_row(product, product_id, group_id, stamps)])
    rows = [
        _variation_row(product, variation, place, variation_id, sku, percent)
        | {"product_id": product_id, "group_id": group_id, **stamps}
        for place, (variation, variation_id) in enumerate(zip(product.variations, pools[Variation], strict=True), 1)
    ]
    insert_rows(Variation, rows)
    _enter_parts(product, percent, dict(zip(pools[Variation], product.variations, strict=True)), stamps)
    of = {"business_id": actor.business_id}
    insert_rows(ProductLocation, [{**of, "product_id": product_id, "location_id": x} for x in location_ids])
    insert_rows(ModifierLink, [{**of, "product_id": product_id, "modifier_id": x} for x in product.modifier_set_ids])
    _enter_choices(product, product_id, of)
    return product_id


def _product_row(product: NewProduct, product_id: int, sku: str, actor: Actor, stamps: Row) -> Row:
    same = (
        "name", "type", "nature", "barcode_type", "unit_id", "brand_id", "category_id", "sub_category_id", "tax_id",
        "tax_type", "enable_stock", "stock_per_unit", "alert_quantity", "weight", "expiry_period",
        "expiry_period_type", "needs_serial_number", "not_for_selling", "is_inactive", "description", "image_id",
    )  # fmt: skip
    return {
        **{name: getattr(product, name) for name in same},
        "id": product_id,
        "sku": sku,
        "sub_unit_ids": list(product.sub_unit_ids),
        "custom_fields": dict(product.custom_fields),
        "details": dict(product.details),
        "created_by_id": actor.user_id or None,
        **stamps,
    }


def _group_row(product: NewProduct, product_id: int, group_id: int, stamps: Row) -> Row:
    return {
        "id": group_id,
        "product_id": product_id,
        "template_id": product.template_id,
        "name": product.axis,
        "is_dummy": product.type in ("single", "combo"),
        **stamps,
    }


def _variation_row(
    product: NewProduct, variation: NewVariation, place: int, variation_id: int, sku: str, percent: Decimal
) -> Row:
    net, gross = net_and_gross(variation.sell_price, percent, product.tax_type)
    cost = fine(variation.purchase_price)
    sub_sku = variation.sub_sku or (sku if product.type in ("single", "combo") else f"{sku}-{place}")
    return {
        "id": variation_id,
        "template_value_id": variation.template_value_id,
        "name": variation.name,
        "sub_sku": sub_sku,
        "purchase_price": cost,
        "purchase_price_inc_tax": fine(EXACT.add(cost, percent_of(cost, percent))),
        "profit_percent": profit_percent(cost, net),
        "sell_price": net,
        "sell_price_inc_tax": gross,
        "search_text": search_text(product.name, variation.name, sku, sub_sku, *(c for c, _ in variation.barcodes)),
        "details": dict(variation.details),
    }


def net_and_gross(price: Decimal, percent: Decimal, tax_type: str) -> tuple[Decimal, Decimal]:
    if tax_type == "inclusive":
        return fine(EXACT.subtract(price, tax_within(price, percent))), fine(price)
    return fine(price), fine(EXACT.add(price, percent_of(price, percent)))


def profit_percent(cost: Decimal, net: Decimal) -> Decimal:
    if cost <= 0:
        return ZERO
    return rate(EXACT.multiply(EXACT.divide(EXACT.subtract(net, cost), cost), HUNDRED))


def search_text(*words: str) -> str:
    """Lower-case, each word once; the name of a dummy says nothing."""
    return " ".join(dict.fromkeys(w.lower() for w in words if w and w != "DUMMY"))


def _enter_parts(
    product: NewProduct, percent: Decimal, variations: Mapping[int, NewVariation], stamps: dict[str, Any]
) -> None:
    of = {"business_id": stamps["business_id"]}
    insert_rows(
        Barcode,
        [
            {**of, "code": code, "variation_id": variation_id, "unit_id": unit_id}
            for variation_id, variation in variations.items()
            for code, unit_id in variation.barcodes
        ],
    )
    insert_rows(
        SellingUnit,
        [
            {"variation_id": variation_id, **_selling_unit(unit, percent, product.tax_type), **stamps}
            for variation_id, variation in variations.items()
            for unit in variation.selling_units
        ],
    )
    insert_rows(
        ComboComponent,
        [
            {**of, "combo_id": variation_id, "variation_id": part.variation_id, "quantity": part.quantity,
             "unit_id": part.unit_id, "position": place}
            for variation_id, variation in variations.items()
            for place, part in enumerate(variation.components)
        ],
    )  # fmt: skip


def _selling_unit(unit: NewSellingUnit, percent: Decimal, tax_type: str) -> Row:
    row: Row = {
        "unit_id": unit.unit_id,
        "barcode": unit.barcode,
        "cost": fine(unit.cost),
        "low_quantity": unit.low_quantity,
        "stock_alert_enabled": unit.stock_alert_enabled,
        "visible": unit.visible,
        "convert_unit_id": unit.convert_unit_id,
    }
    prices = {"sell": unit.sell_price, "wholesale": unit.wholesale_price, "custom": unit.custom_price}
    for name, entered in prices.items():
        net, gross = net_and_gross(entered, percent, tax_type)
        row |= {f"{name}_price": net, f"{name}_price_inc_tax": gross, f"{name}_price_entered": fine(entered)}
    return row


def _enter_choices(product: NewProduct, product_id: int, of: Row) -> None:
    ids = take_ids({BundleGroup: len(product.choices)}).get(BundleGroup, [])
    insert_rows(
        BundleGroup,
        [
            {**of, "id": group_id, "bundle_id": product_id, "kind": choice.kind, "name": choice.name,
             "choose": choice.choose, "position": place}
            for place, (group_id, choice) in enumerate(zip(ids, product.choices, strict=True))
        ],
    )  # fmt: skip
    insert_rows(
        BundleOption,
        [
            {**of, "group_id": group_id, "variation_id": variation_id, "quantity": quantity}
            for group_id, choice in zip(ids, product.choices, strict=True)
            for variation_id, quantity in choice.options
        ],
    )
