"""Products found by what people type and by what scanners read."""

from __future__ import annotations

import pytest

from polytill.domain.catalog.models import Barcode, SellingUnit, Variation
from polytill.domain.catalog.search import Scanned, by_barcode, search
from tests.shop import OPENED, Shop


def found(shop: Shop, text: str, **more: object) -> list[str]:
    return [item.label for item in search(shop.actor(), text, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("BASMATI", ["Basmati Rice"]),
        ("ric bas", ["Basmati Rice"]),
        ("as0002-2", ["Men's Jeans - 30"]),
        ("jeans 32", ["Men's Jeans - 32"]),
        ("men's", ["Men's Jeans - 28", "Men's Jeans - 30", "Men's Jeans - 32"]),
        ("30", ["Men's Jeans - 30"]),
        ("ba", ["Basmati Rice"]),
        ('"', []),
        ("a%s", []),
        ("mineral\x00water", ["Mineral Water"]),
        ("rice OR water", []),
        ("", []),
    ],
)
def test_words_stand_anywhere(shop: Shop, text: str, labels: list[str]) -> None:
    assert sorted(found(shop, text)) == sorted(labels)


def test_modifiers_and_what_is_not_for_sale_stay_out(shop: Shop) -> None:
    shop.water_product.is_inactive = True
    shop.water_product.save()
    shop.rice_product.not_for_selling = True
    shop.rice_product.save()
    assert found(shop, "water") == found(shop, "rice") == found(shop, "cheese") == []


def test_only_what_the_location_sells(shop: Shop) -> None:
    shop.pizza_product.sold_at.filter(location=shop.second_location).delete()
    assert found(shop, "pizza", location_id=shop.location.pk) == ["Pizza Margherita"]
    assert found(shop, "pizza", location_id=shop.second_location.pk) == []


def test_the_limit_keeps_the_oldest(shop: Shop) -> None:
    assert found(shop, "jeans", limit=2) == ["Men's Jeans - 28", "Men's Jeans - 30"]


def test_each_business_finds_its_own(shop: Shop) -> None:
    assert {item.variation_id for item in search(shop.actor(), "water")} == {shop.water.pk}
    assert {item.variation_id for item in search(shop.other.actor(), "water")} == {shop.other.water.pk}


def test_a_new_text_is_found_and_the_old_one_is_not(shop: Shop) -> None:
    Variation.objects.filter(pk=shop.water.pk).update(search_text="sparkling source as0001")
    assert found(shop, "sparkling") == ["Mineral Water"]
    assert found(shop, "mineral") == []
    Barcode.objects.filter(variation=shop.alteration).delete()
    shop.alteration.delete()
    assert found(shop, "alteration") == []


def test_what_a_scanner_reads(shop: Shop) -> None:
    stamps = {"created_at": OPENED, "updated_at": OPENED}
    SellingUnit.objects.create(
        business=shop.business, variation=shop.water, unit=shop.dozen, barcode="4006381333931", **stamps
    )
    Barcode.objects.create(business=shop.business, code="4006381333948", variation=shop.rice, unit=shop.kilogram)
    scanned = {
        code: by_barcode(shop.actor(), code)
        for code in ("8901234567894", " AS0002-1 ", "4006381333931", "4006381333948", "as0002", "")
    }
    assert scanned == {
        "8901234567894": Scanned(shop.water.pk, None),
        " AS0002-1 ": Scanned(shop.jeans_28.pk, None),
        "4006381333931": Scanned(shop.water.pk, shop.dozen.pk),
        "4006381333948": Scanned(shop.rice.pk, shop.kilogram.pk),
        "as0002": None,
        "": None,
    }
    assert by_barcode(shop.other.actor(), "4006381333931") is None
