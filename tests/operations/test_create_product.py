"""A product comes into the catalogue: numbered, priced with and without tax, found by what stands on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from polytill.domain.catalog.models import Product, SellingUnit, Variation
from polytill.domain.catalog.products import NewChoice, NewComponent, NewProduct, NewSellingUnit, NewVariation
from polytill.kernel.errors import Category, DomainError
from polytill.operations.create_product import create_product
from tests.shop import Shop, facts


def create(shop: Shop, user: str = "admin", **fields: Any) -> Product:
    values = {"name": "Hat", "unit_id": shop.pieces.pk, "variations": (NewVariation(sell_price=Decimal(20)),)}
    product = NewProduct(**{**values, **fields})
    return Product.objects.get(pk=create_product(product=product, actor=shop.actor(user), now=shop.now))


def variations(product: Product) -> list[Variation]:
    return list(Variation.objects.filter(product=product).order_by("id"))


def test_a_single_product(shop: Shop) -> None:
    shop.business.sku_prefix = "AS"
    shop.business.save()
    one = NewVariation(purchase_price=Decimal(130), sell_price=Decimal(130), barcodes=(("4006381333931", None),))
    product = create(shop, tax_id=shop.vat.pk, variations=(one,))
    (row,) = variations(product)
    assert product.sku == f"AS{product.pk:04}"
    assert (row.name, row.sub_sku) == ("DUMMY", product.sku)
    assert (row.purchase_price_inc_tax, row.sell_price_inc_tax, row.profit_percent) == (143, 143, 0)
    assert row.search_text == f"hat {product.sku.lower()} 4006381333931"
    assert set(product.sold_at.values_list("location_id", flat=True)) == {shop.location.pk, shop.second_location.pk}
    assert facts("product.created") == [
        ("product.created", product.pk, {"name": "Hat", "type": "single", "variations": 1})
    ]


def test_prices_with_tax_inside(shop: Shop) -> None:
    one = NewVariation(purchase_price=Decimal(50), sell_price=Decimal(100))
    (row,) = variations(create(shop, tax_id=shop.gst.pk, tax_type="inclusive", variations=(one,)))
    assert (row.sell_price, row.sell_price_inc_tax) == (Decimal("93.4579"), 100)
    assert row.purchase_price_inc_tax == Decimal("53.5")
    assert row.profit_percent == Decimal("86.9158")


def test_variations_are_numbered_behind_the_sku(shop: Shop) -> None:
    sizes = tuple(NewVariation(name=name, sell_price=Decimal(70)) for name in ("28", "30"))
    product = create(shop, type="variable", sku="J1", axis="Waist Size", variations=sizes, location_ids=())
    assert [row.sub_sku for row in variations(product)] == ["J1-1", "J1-2"]
    assert product.variation_groups.get().name == "Waist Size"
    assert not product.sold_at.exists()


def test_a_combo_and_a_bundle_of_choices(shop: Shop) -> None:
    parts = (NewComponent(shop.water.pk, Decimal(2)), NewComponent(shop.rice.pk, Decimal("0.5")))
    choice = NewChoice("optional", "One of these", Decimal(1), ((shop.jeans_28.pk, Decimal(1)),))
    box = NewVariation(sell_price=Decimal(4), components=parts)
    product = create(shop, type="combo", enable_stock=False, variations=(box,), choices=(choice,))
    (row,) = variations(product)
    assert list(row.components.order_by("position").values_list("variation_id", "quantity")) == [
        (shop.water.pk, 2),
        (shop.rice.pk, Decimal("0.5")),
    ]
    assert product.bundle_groups.get().options.get().variation_id == shop.jeans_28.pk


def test_selling_units_keep_what_was_entered(shop: Shop) -> None:
    crate = NewSellingUnit(shop.dozen.pk, Decimal(30), wholesale_price=Decimal(26), barcode="4006381333948")
    one = NewVariation(sell_price=Decimal("2.50"), selling_units=(crate,))
    (row,) = variations(create(shop, tax_id=shop.vat.pk, stock_per_unit=True, variations=(one,)))
    unit = SellingUnit.objects.get(variation=row)
    assert (unit.sell_price_entered, unit.sell_price, unit.sell_price_inc_tax) == (30, 30, 33)
    assert (unit.wholesale_price_inc_tax, unit.custom_price_inc_tax) == (Decimal("28.6"), 0)


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("name", {"name": " "}),
        ("type", {"type": "box"}),
        ("unit_id", {"unit_id": None}),
        ("unit_id", {"unit_id": 10**9}),
        ("brand_id", {"brand_id": 10**9}),
        ("tax_id", {"tax_id": 10**9}),
        ("location_ids", {"location_ids": (10**9,)}),
        ("modifier_set_ids", {"modifier_set_ids": (10**9,)}),
        ("sku", {"sku": "AS0001"}),
        ("sub_sku", {"variations": (NewVariation(sub_sku="AS0002-1"),)}),
        ("barcode", {"variations": (NewVariation(barcodes=(("8901234567894", None),)),)}),
        ("variations", {"variations": ()}),
        ("variations.price", {"variations": (NewVariation(sell_price=Decimal(-1)),)}),
        ("components", {"type": "combo", "variations": (NewVariation(components=(NewComponent(10**9, Decimal(1)),)),)}),
    ],
)
def test_refused_by_field(shop: Shop, field: str, fields: dict[str, Any]) -> None:
    before = Product.objects.count()
    with pytest.raises(DomainError) as refusal:
        create(shop, **fields)
    assert refusal.value.category is Category.INVALID
    assert field in refusal.value.details
    assert Product.objects.count() == before
    assert facts("product.created") == []


def test_another_business_lends_nothing(shop: Shop) -> None:
    with pytest.raises(DomainError) as refusal:
        create(shop, brand_id=shop.other.levis.pk, modifier_set_ids=(shop.other.toppings_product.pk,))
    assert set(refusal.value.details) == {"brand_id", "modifier_set_ids"}


def test_needs_the_permission(shop: Shop) -> None:
    with pytest.raises(DomainError) as refusal:
        create(shop, user="cashier")
    assert refusal.value.category is Category.FORBIDDEN
