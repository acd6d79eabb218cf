"""A day in a shop, told across the Integration API and the till: both stand at the same counter."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from polytill.domain.sales.models import Sale
from polytill.domain.stock.models import StockLevel
from polytill.reports.verify import faults
from tests.shop import Shop
from tests.web.till import Till, line, pay


def sell(till: Till, total: str, *lines: dict[str, Any], **fields: Any) -> Any:
    return till.post("sales", till.sale(*lines, total=total, **fields))


def api_line(variation: Any, quantity: float, net: str, tax: str) -> dict[str, Any]:
    return {
        "product_id": variation.product_id,
        "variation_id": variation.pk,
        "quantity": quantity,
        "unit_price": net,
        "unit_price_inc_tax": str(D(net) + D(tax)),
        "item_tax": tax,
    }


def on_the_shelf(shop: Shop, variation: Any) -> D:
    return StockLevel.objects.get(variation=variation, location=shop.location).quantity


@pytest.fixture
def cashier(shop: Shop) -> Till:
    till = Till(shop)
    assert till.open("100").status_code == 200
    return till


def test_the_till_page_wants_a_cashier(shop: Shop) -> None:
    assert Client().get(reverse("till")).status_code == 302


def test_from_the_float_to_the_count(shop: Shop, cashier: Till) -> None:
    api = shop.client()

    # At nine a customer buys two pairs of jeans and four bottles of water, and pays cash.
    sold = sell(cashier, "159", line(shop.jeans_28, "2"), line(shop.water, "4"), tenders=pay(("cash", "160")))
    assert sold.status_code == 200, sold.content

    # The web shop's connector sees it at once, and what is left.
    listed = api.get("/sells", {"is_direct_sale": 0}).json()
    assert [(s["invoice_no"], s["final_total"], s["payment_status"]) for s in listed["data"]] == [
        ("AS0001", D(159), "paid")
    ]
    assert on_the_shelf(shop, shop.jeans_28) == 8

    # At ten the web shop sells three of the same jeans to a customer on account.
    made = api.post(
        "/sells",
        {
            "status": "final",
            "contact_id": shop.customer.pk,
            "location_id": shop.location.pk,
            "transaction_date": "2026-03-06 15:00:00",
            "is_credit_sale": True,
            "products": [api_line(shop.jeans_28, 3, "70", "7")],
        },
    )
    assert made.status_code == 201, made.content
    assert made.json()["data"] | {"id": None} == {
        "id": None,
        "invoice_no": "AS0002",
        "status": "final",
        "payment_status": "due",
        "is_direct_sale": True,
        "is_suspend": False,
    }

    # So the till cannot sell six more: five are left, it says so, and nothing changes.
    refused = sell(cashier, "462", line(shop.jeans_28, "6"), tenders=pay(("cash", "462")))
    assert refused.status_code == 422
    assert "Only 5" in refused.json()["error"]["message"]
    assert on_the_shelf(shop, shop.jeans_28) == 5
    assert Sale.objects.count() == 2

    # At eleven one pair comes back through the connector and is refunded.
    sale_id = made.json()["data"]["id"]
    line_id = api.get(f"/sells/{sale_id}").json()["data"]["lines"][0]["id"]
    back = api.post("/sell-returns", {"transaction_id": sale_id, "returns": [{"sell_line_id": line_id, "quantity": 1}]})
    assert back.status_code == 201, back.content
    assert on_the_shelf(shop, shop.jeans_28) == 6

    # At noon somebody leaves a basket at the till, the manager checks it out over the API by card.
    held = sell(cashier, "77", line(shop.jeans_30), hold=True)
    assert held.status_code == 200, held.content
    basket = Sale.objects.get(is_suspended=True)
    done = shop.client(user="cashier").post(
        f"/pos/suspended-sales/{basket.pk}/finalize", {"payments": [{"amount": 77, "method": "card"}]}
    )
    assert done.status_code == 200, done.content
    assert (done.json()["data"]["payment_status"], done.json()["data"]["is_suspend"]) == ("paid", False)

    # In the evening the drawer holds the float and what was paid in cash; the card is not in it.
    closed = cashier.post("register/close", {"counted": "258"})
    assert closed.status_code == 200, closed.content
    sessions = api.get("/cash-registers", {"status": "close"}).json()["data"]
    assert [(s["user_id"], s["closing_amount"]) for s in sessions] == [(shop.cashier.pk, D(258))]
    details = api.get(f"/cash-registers/{sessions[0]['id']}/details").json()["data"]["summary"]
    assert (details["cash_in_hand"], details["total_cash"], details["total_card"]) == (D(100), D(159), D(77))

    # And the books agree with themselves.
    assert list(faults()) == []


def test_a_lost_answer_sells_nothing_twice(shop: Shop, cashier: Till) -> None:
    sale = cashier.sale(line(shop.jeans_30), total="77", tenders=pay(("cash", "77")))
    first = cashier.post("sales", sale)

    again = cashier.post("sales", sale)

    assert first.json()["id"] == again.json()["id"]
    assert on_the_shelf(shop, shop.jeans_30) == 4


def test_an_integrators_retry_sells_nothing_twice(shop: Shop) -> None:
    api = shop.client()
    body = {
        "status": "final",
        "contact_id": shop.customer.pk,
        "location_id": shop.location.pk,
        "transaction_date": "2026-03-06",
        "payments": [{"amount": 77, "method": "card"}],
        "products": [api_line(shop.jeans_30, 1, "70", "7")],
    }
    first = api.post("/sells", body, headers={"Idempotency-Key": "order-1"})

    again = api.post("/sells", body, headers={"Idempotency-Key": "order-1"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert on_the_shelf(shop, shop.jeans_30) == 4
