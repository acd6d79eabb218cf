"""The demo shop: what it shows, what it hands out, and that its books add up."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from polytill.domain.business.models import NumberSeries
from polytill.domain.catalog.models import Barcode, Product, Variation
from polytill.domain.identity.models import User
from polytill.domain.identity.selectors import by_key, by_token
from polytill.domain.outbox.models import Fact
from polytill.domain.payments.models import Payment
from polytill.domain.registers.models import Shift
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.storage.ids import forget_blocks
from polytill.domain.storage.remember import forget
from polytill.domain.taxes.models import TaxRate
from polytill.project.demo.load import load_demo
from polytill.reports.verify import faults

NOW = datetime(2026, 1, 20, 21, 30, tzinfo=UTC)  # half past two in the shop; its month reaches back over New Year


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Loaded once for all tests of this file, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget()
        forget_blocks()
        yield load_demo(now=NOW)
        transaction.set_rollback(True)
    forget()
    forget_blocks()


@pytest.fixture(autouse=True)
def inside(django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield


def test_its_books_add_up(demo: Any) -> None:
    assert list(faults()) == []


def test_what_it_hands_out(demo: Any) -> None:
    assert set(demo) == {"business_id", "users", "tokens", "api_keys", "oauth_clients", "locations", "other_business"}
    assert [user["username"] for user in demo["users"]] == [
        "admin",
        "manager",
        "cashier",
        "cashier2",
        "waiter",
        "stock",
    ]
    assert [user["role"] for user in demo["users"]] == [
        "Admin",
        "Manager",
        "Cashier",
        "Cashier",
        "Waiter",
        "Stock Keeper",
    ]
    assert [place["name"] for place in demo["locations"]] == ["Awesome Shop", "Awesome Café", "Warehouse 1"]
    assert set(demo["other_business"]) == set(demo) - {"other_business"}
    json.dumps(demo)


def test_the_tokens_open_their_doors_as_the_admin(demo: Any) -> None:
    for shop in (demo, demo["other_business"]):
        tokens = {("asalta", name): token for name, token in shop["tokens"]["asalta"].items()}
        tokens |= {(name, ""): shop["tokens"][name] for name in ("integration", "ultimatepos", "nexopos")}
        for (dialect, _), token in tokens.items():
            found = by_token(token, dialect, NOW)
            assert found is not None
            assert (found.actor.business_id, found.actor.is_admin) == (shop["business_id"], True)
        key = by_key(shop["api_keys"]["integration"]["key"], shop["api_keys"]["integration"]["secret"], "integration")
        assert key is not None
        assert key.actor.business_id == shop["business_id"]


def test_the_passwords_open_the_shop(demo: Any) -> None:
    for login in demo["users"]:
        assert User.objects.get(username=login["username"]).check_password(login["password"])
    assert len({login["password"] for login in demo["users"]}) == len(demo["users"])


def test_the_jeans_of_the_documents(demo: Any) -> None:
    jeans = Variation.objects.filter(business_id=demo["business_id"], product__sku="AS0002").order_by("id")
    assert [(v.name, v.sub_sku, v.sell_price, v.sell_price_inc_tax) for v in jeans] == [
        ("28", "AS0002-1", 70, 77),
        ("30", "AS0002-2", 70, 77),
        ("32", "AS0002-3", 70, 77),
        ("34", "AS0002-4", 72, Decimal("79.2")),
        ("36", "AS0002-5", 72, Decimal("79.2")),
    ]
    group = TaxRate.objects.get(business_id=demo["business_id"], name="GST @ 7%")
    assert list(group.parts.order_by("position").values_list("rate__name", "rate__rate")) == [
        ("SGST", Decimal("3.5")),
        ("CGST", Decimal("3.5")),
    ]


def test_the_sales_of_the_documents(demo: Any) -> None:
    sale = Sale.objects.get(business_id=demo["business_id"], total=Decimal("453.13"))
    assert (sale.total_before_tax, sale.tax_amount, sale.payment_status) == (
        Decimal("437.5"),
        Decimal("39.375"),
        "paid",
    )
    assert (sale.packing_amount, sale.shipping_charges, sale.delivered_to) == (10, 10, "Mr Robin")
    ten_pairs = SaleLine.objects.filter(sale__business_id=demo["business_id"], quantity=10, unit_tax=7).first()
    assert ten_pairs is not None
    assert ten_pairs.sale.total == 770
    back = Sale.objects.get(business_id=demo["business_id"], type="sell_return", total=Decimal("5.63"))
    assert (back.total_before_tax, back.discount_value) == (Decimal("6.25"), 10)


def test_it_shows_every_kind_of_paper(demo: Any) -> None:
    sales = Sale.objects.filter(business_id=demo["business_id"])
    assert sales.filter(status="final", is_direct=False).count() > 250
    assert set(sales.filter(type="sell", status="final").values_list("payment_status", flat=True)) == {
        "paid", "partial", "due",
    }  # fmt: skip
    assert set(sales.filter(status="draft").values_list("sub_status", flat=True)) == {None, "quotation", "proforma"}
    assert set(sales.filter(shipping_status__isnull=False).values_list("shipping_status", flat=True)) == {
        "ordered", "packed", "shipped", "delivered", "cancelled",
    }  # fmt: skip
    assert sales.filter(is_suspended=True).exists()
    assert set(sales.filter(type="sales_order").values_list("status", flat=True)) == {"ordered", "partial", "completed"}
    assert set(sales.filter(type="sell_return").values_list("payment_status", flat=True)) == {"paid", "partial", "due"}
    assert Shift.objects.filter(business_id=demo["business_id"], status="open").count() == 1
    assert Shift.objects.filter(business_id=demo["business_id"], status="close").count() > 50


def test_its_month_ends_now(demo: Any) -> None:
    times = Sale.objects.filter(business_id=demo["business_id"]).values_list("at", flat=True)
    assert NOW - timedelta(hours=6) < max(times) <= NOW
    assert min(times) > NOW - timedelta(days=31)
    assert Fact.objects.filter(at__gt=NOW).count() == 0


def test_its_numbers_start_anew_with_the_year(demo: Any) -> None:
    series = NumberSeries.objects.get(business_id=demo["business_id"], kind="payment")
    numbers = set(Payment.objects.filter(business_id=demo["business_id"]).values_list("number", flat=True))
    assert {"SP2025/0001", "SP2026/0001"} <= numbers
    assert series.period == "2026"


def test_barcodes_are_valid_ean_13(demo: Any) -> None:
    codes = list(Barcode.objects.values_list("code", flat=True))
    assert len(codes) > 45
    for code in codes:
        assert sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(code)) % 10 == 0


def test_what_the_catalogue_shows(demo: Any) -> None:
    products = Product.objects.filter(business_id=demo["business_id"])
    assert products.count() > 60
    assert set(products.values_list("type", flat=True)) == {"single", "variable", "combo", "modifier"}
    assert set(products.values_list("nature", flat=True)) == {"goods", "service", "digital"}
    assert products.filter(is_inactive=True).count() == 1
    assert products.filter(stock_per_unit=True).count() == 1
    assert products.filter(bundle_groups__kind="optional").count() == 1


def test_a_second_load_writes_credentials_anew(demo: Any) -> None:
    before = Sale.objects.count()
    again = load_demo(now=NOW + timedelta(hours=1))
    assert again is not None
    assert again["tokens"]["integration"] != demo["tokens"]["integration"]
    assert again["other_business"]["business_id"] == demo["other_business"]["business_id"]
    assert Sale.objects.count() == before
    # what was handed out before still opens
    assert by_token(demo["tokens"]["integration"], "integration", NOW) is not None


def test_the_password_may_be_given(demo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYTILL_DEMO_PASSWORD", "the same for all")
    again = load_demo(now=NOW + timedelta(hours=2))
    assert again is not None
    assert {login["password"] for login in again["users"]} == {"the same for all"}
    assert User.objects.get(username="waiter").check_password("the same for all")
