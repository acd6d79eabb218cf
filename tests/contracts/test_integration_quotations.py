"""Quotations of the Integration API."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import override_settings

from polytill.domain.catalog.models import Variation
from polytill.domain.outbox.models import Fact
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.stock.models import StockMove
from polytill.domain.stored_value.models import Wallet
from polytill.reports.verify import faults
from tests.contracts.exchange import exchange, table
from tests.selling import level, line, open_shift, sell
from tests.shop import Shop

SEES = ("quotation.view_all", "sell.create")


def quote(shop: Shop, *lines: Any, **fields: Any) -> Sale:
    values = {"contact_id": shop.customer.pk, **fields}
    sold = sell(shop, *lines, status="draft", sub_status="quotation", **values)
    return Sale.objects.get(pk=sold.id)


def convert(client: Any, quotation: Sale) -> Any:
    return client.post(f"/quotations/{quotation.pk}/convert-to-invoice")


def body(shop: Shop, **fields: Any) -> dict[str, Any]:
    product = {
        "product_id": shop.jeans_28.product_id, "variation_id": shop.jeans_28.pk, "quantity": 2, "unit_price": 70,
        "unit_price_inc_tax": 77, "item_tax": 7,
    }  # fmt: skip
    whole = {"contact_id": shop.customer.pk, "location_id": shop.location.pk, "transaction_date": "2026-03-05"}
    return {**whole, "products": [product], **fields}


# --- quotations.list, quotations.get ---------------------------------------------------------------------------------


@exchange("quotations.list")
def test_quotations_alone_are_in_the_list(shop: Shop) -> None:
    quoted = quote(shop, line(shop.jeans_28))
    sell(shop, status="draft"), sell(shop, status="draft", sub_status="proforma"), sell(shop)
    client = shop.client()

    answer = client.get("/quotations", {"kind": "standard"}).json()

    assert answer["meta"] == {"current_page": 1, "last_page": 1, "per_page": 20, "total": 1}
    assert [(r["id"], r["invoice_no"], r["sub_status"], r["is_quotation"]) for r in answer["data"]] == [
        (quoted.pk, "Q0001", "quotation", True)
    ]
    drafts = client.get("/sell-drafts", {"kind": "quotation"}).json()
    assert drafts["data"] == answer["data"]
    (row,) = table(client.get("/quotations", {"format": "csv"}))
    assert (list(row), row["final_total"]) == (list(answer["data"][0]), "77")
    assert client.get("/quotations", {"q": "harry", "location_id": shop.location.pk}).json()["meta"]["total"] == 1
    assert client.get("/quotations", {"q": "h"}).status_code == 422


@exchange("quotations.get")
def test_one_quotation(shop: Shop) -> None:
    quoted = quote(shop, line(shop.jeans_28))
    other = sell(shop, status="draft")
    client = shop.client()

    data = client.get(f"/quotations/{quoted.pk}").json()["data"]

    assert data == client.get(f"/sell-drafts/{quoted.pk}").json()["data"]
    (row,) = table(client.get(f"/quotations/{quoted.pk}", {"format": "csv"}))
    assert json.loads(row["data_json"]) == data
    assert client.get(f"/quotations/{other.id}").status_code == 404


@exchange("quotations.list", "quotations.get", "quotations.convert")
def test_own_quotations_only(shop: Shop) -> None:
    theirs = quote(shop)
    user = shop.user(permissions=["quotation.view_own", "sell.create"])
    own = quote(shop, user=user)
    client = shop.client(user)

    assert [row["id"] for row in client.get("/quotations").json()["data"]] == [own.pk]
    assert client.get(f"/quotations/{theirs.pk}").status_code == 404
    assert convert(client, theirs).status_code == 404
    assert convert(client, own).status_code == 200


@exchange("quotations.list", "quotations.get", "quotations.create", "quotations.convert")
def test_without_the_right_or_the_module(shop: Shop) -> None:
    row = quote(shop)

    def statuses(client: Any) -> list[int]:
        return [
            client.get("/quotations").status_code,
            client.get(f"/quotations/{row.pk}").status_code,
            client.post("/quotations", body(shop)).status_code,
            convert(client, row).status_code,
        ]

    assert statuses(shop.client(permissions=["draft.view_all", "so.create"])) == [403] * 4
    assert statuses(shop.client(permissions=["quotation.view_all"])) == [200, 200, 403, 403]
    assert statuses(shop.client(permissions=["sell.create"]))[3] == 404
    assert convert(shop.other.client(), row).status_code == 404
    Sale.objects.filter(number="Q0002").delete()
    with override_settings(DEMO_MODE=True):
        assert statuses(shop.client())[2:] == [403] * 2
    shop.end_subscription()
    assert statuses(shop.client())[2:] == [402] * 2
    shop.switch_off("add_sale")
    assert statuses(shop.client()) == [403] * 4
    assert Sale.objects.get(pk=row.pk).status == "draft"


# --- quotations.create -----------------------------------------------------------------------------------------------


@exchange("quotations.create")
@pytest.mark.parametrize("sent", [{}, {"status": "final", "draft_kind": "standard"}, {"status": "nonsense"}])
def test_whatever_is_sent_it_is_a_quotation(shop: Shop, sent: dict[str, Any]) -> None:
    payments = [{"amount": 5, "method": "cash"}]

    answer = shop.client(permissions=["direct_sell.access"]).post("/quotations", body(shop, payments=payments, **sent))

    row = Sale.objects.get()
    assert answer.status_code == 201
    assert isinstance(answer.json()["message"], str)
    assert answer.json()["data"] == {
        "id": row.pk, "invoice_no": "Q0001", "status": "draft", "payment_status": None, "is_direct_sale": True,
        "is_suspend": False,
    }  # fmt: skip
    assert (row.sub_status, row.total, row.paid) == ("quotation", 154, 0)
    assert level(shop, shop.jeans_28) == 10


@exchange("quotations.create")
def test_a_quotation_that_is_refused(shop: Shop) -> None:
    client = shop.client()

    missing = client.post("/quotations", {})
    foreign = client.post("/quotations", body(shop, location_id=shop.other.location.pk))
    elsewhere = shop.client(permissions=["sell.create"], locations=[shop.second_location])
    shop.limit(invoice_count=1)
    sell(shop)

    assert list(missing.json()["errors"]) == ["contact_id", "location_id", "transaction_date", "products"]
    assert list(foreign.json()["errors"]) == ["location_id"]
    assert client.post("/quotations", body(shop)).status_code == 402
    shop.limit(invoice_count=0)
    assert elsewhere.post("/quotations", body(shop)).status_code == 403
    assert not Sale.objects.filter(status="draft").exists()


# --- quotations.convert ----------------------------------------------------------------------------------------------


@exchange("quotations.convert")
def test_a_quotation_becomes_an_invoice_at_the_quoted_prices(shop: Shop) -> None:
    quoted = quote(shop, line(shop.jeans_28, "2", unit_price=D(60)), line(shop.water, "1", unit_id=shop.dozen.pk),
                   line(shop.box), contact_id=shop.credit_customer.pk, at=shop.now - timedelta(days=20))  # fmt: skip
    Variation.objects.filter(pk=shop.jeans_28.pk).update(sell_price=99, sell_price_inc_tax=108)
    client = shop.client(permissions=SEES)

    answer = convert(client, quoted)

    assert answer.status_code == 200, answer.content
    assert isinstance(answer.json()["message"], str)
    assert answer.json()["data"] == {
        "id": quoted.pk, "invoice_no": "AS0001", "status": "final", "payment_status": "due", "is_direct_sale": True,
    }  # fmt: skip
    sale = Sale.objects.get(pk=quoted.pk)
    assert (sale.sub_status, sale.total, sale.at, sale.due_on.isoformat()) == (None, D(151), shop.now, "2026-04-05")
    assert (level(shop, shop.jeans_28), level(shop, shop.water), level(shop, shop.rice)) == (8, 136, 25)
    assert set(StockMove.objects.filter(source_kind="sale").values_list("source_id", flat=True)) == {quoted.pk}
    chained = Fact.objects.get(chain_id=sale.series_id)
    assert (chained.kind, chained.subject_id) == ("sale.finalized", quoted.pk)
    assert convert(client, quoted).status_code == 404
    assert client.get(f"/quotations/{quoted.pk}").status_code == 404
    assert list(faults()) == []


@exchange("quotations.convert")
def test_a_quotation_of_the_till_needs_an_open_register(shop: Shop) -> None:
    shift = open_shift(shop)
    quoted = quote(shop, is_direct=False)
    shift.status = "close"
    shift.save(update_fields=["status"])
    client = shop.client()

    refused = convert(client, quoted)

    assert (refused.status_code, list(refused.json())) == (422, ["message"])
    assert Sale.objects.get().status == "draft"
    again = open_shift(shop)
    assert convert(client, quoted).json()["data"]["is_direct_sale"] is False
    assert Sale.objects.get().shift_id == again.pk


@exchange("quotations.convert")
@pytest.mark.parametrize("why", ["stock", "credit", "product"])
def test_a_conversion_that_is_refused_changes_nothing(shop: Shop, why: str) -> None:
    if why == "credit":
        quoted = quote(shop, line(shop.jeans_28, "7"), contact_id=shop.credit_customer.pk)
    else:
        quoted = quote(shop, line(shop.water, "2"), line(shop.jeans_30, "6" if why == "stock" else "1"))
    if why == "product":
        Variation.objects.filter(pk=shop.jeans_30.pk).update(deleted_at=shop.now)

    answer = convert(shop.client(), quoted)

    assert (answer.status_code, list(answer.json())) == (422, ["message"])
    row = Sale.objects.get()
    assert (row.status, row.number, row.version) == ("draft", "Q0001", 1)
    assert (level(shop, shop.water), level(shop, shop.jeans_28)) == (150, 10)
    assert sell(shop).number == "AS0001"


@exchange("quotations.convert")
def test_the_invoice_quota_holds(shop: Shop) -> None:
    quoted = quote(shop)
    sell(shop)
    shop.limit(invoice_count=1)

    assert convert(shop.client(), quoted).status_code == 402


@exchange("quotations.convert")
def test_points_and_orders_follow(shop: Shop) -> None:
    shop.configure(rp_enabled=True, rp_amount_per_point="1")
    order = sell(shop, line(shop.jeans_28, "5"), status="draft")
    Sale.objects.filter(pk=order.id).update(type="sales_order", status="ordered")
    quoted = quote(shop, line(shop.jeans_28, "2"), order_ids=(order.id,))

    assert convert(shop.client(), quoted).status_code == 200

    assert Wallet.objects.get(contact=shop.customer, kind="points").balance == 154
    assert Sale.objects.get(pk=order.id).status == "partial"
    fulfilling = SaleLine.objects.get(sale_id=quoted.pk)
    assert fulfilling.order_line_id == SaleLine.objects.get(sale_id=order.id).pk
    shop.client().delete(f"/sells/{quoted.pk}")
    assert Sale.objects.get(pk=order.id).status == "ordered"
    assert Wallet.objects.get(contact=shop.customer, kind="points").balance == 0


@exchange("quotations.convert")
def test_an_idempotent_repeat_converts_once(shop: Shop) -> None:
    quoted = quote(shop)
    client = shop.client()
    path, key = f"/quotations/{quoted.pk}/convert-to-invoice", {"Idempotency-Key": "once"}

    first, second = client.post(path, headers=key), client.post(path, headers=key)

    assert (first.status_code, first.content) == (200, second.content)
