"""What a till loads: prices, stock and modifiers of one location."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from polytill.domain.catalog.models import Barcode, ProductLocation
from polytill.domain.pricing.calculator import Discount as Cut
from polytill.domain.pricing.calculator import DiscountKind
from polytill.domain.pricing.models import Discount, GroupPrice
from polytill.domain.storage.remember import forget
from polytill.kernel.errors import DomainError
from polytill.reports.till_catalog import catalog_page, modifier_sets, till_categories
from tests.shop import Shop


def page(shop: Shop, **options):
    values = {"actor": shop.actor(), "location_id": shop.location.pk, "after": 0, "at": shop.now}
    return catalog_page(**{**values, **options})


def by_id(shop: Shop, **options):
    return {row.id: row for row in page(shop, **options).rows}


def test_a_row_has_what_a_tile_shows(shop: Shop) -> None:
    Barcode.objects.create(business=shop.business, code="4006381333931", variation=shop.jeans_30)

    row = by_id(shop)[shop.jeans_30.pk]

    assert (row.name, row.variation, row.sku, row.barcodes) == ("Men's Jeans", "30", "AS0002-2", ("4006381333931",))
    assert (row.price, row.price_inc_tax, row.tax_percent) == (D(70), D(77), D(10))
    assert (row.stock, row.unit, row.allows_decimal, row.category_id) == (D(5), "Pc(s)", False, shop.clothing.pk)


def test_what_has_no_stock_says_so(shop: Shop) -> None:
    rows = by_id(shop)
    assert rows[shop.alteration.pk].stock is None
    assert rows[shop.box.pk].stock is None
    assert rows[shop.jeans_32.pk].stock == D(0)
    assert (rows[shop.rice.pk].stock, rows[shop.rice.pk].allows_decimal) == (D("25.5"), True)


def test_stock_is_that_of_the_location(shop: Shop) -> None:
    assert by_id(shop, location_id=shop.second_location.pk)[shop.water.pk].stock == D(40)


def test_modifiers_are_no_products_but_hang_on_them(shop: Shop) -> None:
    rows = by_id(shop)
    assert shop.cheese.pk not in rows
    assert rows[shop.pizza.pk].modifier_ids == (shop.cheese.product_id,)
    (toppings,) = modifier_sets(shop.actor())
    assert [(o.name, o.price_inc_tax) for o in toppings.options] == [("Cheese", D("0.5")), ("Olives", D("0.75"))]


def test_what_is_not_sold_here_stays_out(shop: Shop) -> None:
    ProductLocation.objects.filter(product=shop.rice.product, location=shop.location).delete()
    shop.pizza.product.not_for_selling = True
    shop.pizza.product.save(update_fields=["not_for_selling"])

    assert {shop.rice.pk, shop.pizza.pk}.isdisjoint(by_id(shop))


def test_the_location_has_its_price_group(shop: Shop) -> None:
    shop.location.selling_price_group_id = shop.price_group.pk
    shop.location.save(update_fields=["selling_price_group_id"])
    GroupPrice.objects.create(
        business=shop.business, variation=shop.jeans_28, price_group=shop.price_group, kind="fixed", value=D("66")
    )
    forget()

    row = by_id(shop)[shop.jeans_28.pk]

    assert (row.price, row.price_inc_tax) == (D(60), D(66))


@pytest.mark.parametrize(
    ("kind", "value", "cut"),
    [
        ("percentage", "15", Cut(DiscountKind.PERCENTAGE, D(15))),
        ("fixed", "99", Cut(DiscountKind.FIXED, D(70))),
    ],
)
def test_an_offer_is_shown_and_takes_no_more_than_the_price(shop: Shop, kind: str, value: str, cut: Cut) -> None:
    offer = Discount.objects.create(
        business=shop.business, name="Sale", kind=kind, value=D(value), created_at=shop.now, updated_at=shop.now
    )
    offer.variations.add(shop.jeans_28)
    forget()

    rows = by_id(shop)

    assert rows[shop.jeans_28.pk].offer == cut
    assert rows[shop.jeans_28.pk].group_offer is None
    assert rows[shop.water.pk].offer is None


def test_pages_go_by_key_and_miss_nothing(shop: Shop) -> None:
    first = page(shop, size=3)
    rest = page(shop, after=first.next, size=50)

    assert [row.id for row in (*first.rows, *rest.rows)] == [row.id for row in page(shop).rows]
    assert (len(first.rows), first.next, rest.next) == (3, first.rows[-1].id, None)


def test_a_page_takes_the_same_statements_whatever_its_size(shop: Shop) -> None:
    def statements(size: int) -> int:
        forget()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(shop, size=size)
        return len(queries)

    assert statements(2) == statements(9) <= 14


def test_another_business_and_a_forbidden_location_are_refused(shop: Shop) -> None:
    with pytest.raises(DomainError, match="invalid"):
        page(shop, location_id=shop.other.location.pk)
    narrow = shop.actor(shop.user(permissions=["sell.create"], locations=[shop.second_location]))
    with pytest.raises(DomainError) as refused:
        page(shop, actor=narrow)
    assert refused.value.code == "location.not_permitted"


def test_categories_stand_in_the_shops_order(shop: Shop) -> None:
    shop.groceries.position = -1
    shop.groceries.save(update_fields=["position"])
    assert [name for _, name in till_categories(shop.actor())] == ["Groceries", "Clothing"]
