"""Drafts of the Integration API."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import override_settings

from polytill.domain.sales.models import Sale, SaleLine
from polytill.operations.checkout import Modifier
from tests.contracts.exchange import exchange, table
from tests.selling import level, line, open_shift, sell
from tests.shop import Shop, facts


def draft(shop: Shop, *lines: Any, kind: str | None = None, **fields: Any) -> Sale:
    sold = sell(shop, *lines, status="draft", sub_status=kind, contact_id=shop.customer.pk, **fields)
    return Sale.objects.get(pk=sold.id)


def three(shop: Shop) -> None:
    """D0001, Q0001 and P0001."""
    draft(shop), draft(shop, kind="quotation"), draft(shop, kind="proforma")


def numbers(client: Any, **query: Any) -> list[str]:
    answer = client.get("/sell-drafts", query)
    assert answer.status_code == 200, answer.content
    return [row["invoice_no"] for row in answer.json()["data"]]


def body(shop: Shop, **fields: Any) -> dict[str, Any]:
    whole = {
        "status": "draft",
        "contact_id": shop.customer.pk,
        "location_id": shop.location.pk,
        "transaction_date": "2026-03-04",
        "products": [product(shop.jeans_28, 3, 60, 6)],
    }
    return {**whole, **fields}


def product(variation: Any, quantity: float, price: float, tax: float, **fields: Any) -> dict[str, Any]:
    whole = {"product_id": variation.product_id, "variation_id": variation.pk, "quantity": quantity}
    return {**whole, "unit_price": price, "unit_price_inc_tax": price + tax, "item_tax": tax, **fields}


# --- sell_drafts.list ------------------------------------------------------------------------------------------------


@exchange("sell_drafts.list")
def test_rows_of_drafts(shop: Shop) -> None:
    quoted = draft(shop, line(shop.jeans_28), kind="quotation")
    sell(shop)

    answer = shop.client().get("/sell-drafts").json()

    assert answer["meta"] == {"current_page": 1, "last_page": 1, "per_page": 20, "total": 1}
    (row,) = answer["data"]
    assert row == {
        "id": quoted.pk,
        "invoice_no": "Q0001",
        "transaction_date": "2026-03-06T17:30:00+05:30",
        "status": "draft",
        "payment_status": None,
        "final_total": 77,
        "total_before_tax": 77,
        "tax_amount": 0,
        "discount_amount": 0,
        "total_paid": 0,
        "is_direct_sale": True,
        "sub_type": None,
        "consumption_type": "sales",
        "contact": {
            "id": shop.customer.pk, "name": "Harry Stone", "mobile": "5550102", "contact_id": "CO0002",
            "supplier_business_name": None,
        },
        "location": {"id": shop.location.pk, "name": shop.location.name},
        "sub_status": "quotation",
        "is_quotation": True,
    }  # fmt: skip


@exchange("sell_drafts.list")
def test_kinds_filters_and_search(shop: Shop) -> None:
    open_shift(shop)
    three(shop)
    at_till = draft(shop, is_direct=False, location_id=shop.second_location.pk, at=shop.now - timedelta(days=9))
    client = shop.client()

    assert numbers(client) == numbers(client, kind="all") == ["P0001", "Q0001", "D0001", "D0002"]
    assert numbers(client, kind="standard") == ["D0001", "D0002"]
    assert numbers(client, kind="quotation") == ["Q0001"]
    assert numbers(client, kind="proforma") == ["P0001"]
    assert numbers(client, location_id=shop.second_location.pk) == [at_till.number]
    assert numbers(client, contact_id=shop.walk_in.pk) == []
    assert numbers(client, created_by=shop.admin.pk, per_page=1, page=2) == ["Q0001"]
    assert numbers(client, start_date="2026-02-25", end_date="2026-02-25") == ["D0002"]
    assert numbers(client, q="q00") == ["Q0001"]
    assert numbers(client, q="stone", kind="proforma") == ["P0001"]
    assert client.get("/sell-drafts", {"kind": "sketch"}).status_code == 422
    assert list(client.get("/sell-drafts", {"q": "x"}).json()["errors"]) == ["q"]


@exchange("sell_drafts.list")
def test_drafts_as_csv(shop: Shop) -> None:
    three(shop)

    rows = table(shop.client().get("/sell-drafts", {"format": "csv", "per_page": 1}))

    assert [(r["invoice_no"], r["sub_status"], r["is_quotation"]) for r in rows] == [
        ("P0001", "proforma", "0"),
        ("Q0001", "quotation", "1"),
        ("D0001", "", "0"),
    ]


@exchange("sell_drafts.list", "sell_drafts.get")
@pytest.mark.parametrize(
    ("permissions", "found"),
    [
        (["draft.view_all", "quotation.view_all"], ["D0002", "P0001", "Q0001", "D0001"]),
        (["draft.view_all"], ["D0002", "P0001", "D0001"]),
        (["quotation.view_all"], ["Q0001"]),
        (["draft.view_own"], ["D0002"]),
        (["quotation.view_own"], []),
        (["draft.view_own", "quotation.view_all"], ["D0002", "Q0001"]),
    ],
)
def test_each_kind_goes_by_its_own_rights(shop: Shop, permissions: list[str], found: list[str]) -> None:
    three(shop)
    user = shop.user(permissions=[*permissions, "sell.create"])
    draft(shop, user=user)
    client = shop.client(user)

    assert numbers(client) == found
    answers = {row.number: client.get(f"/sell-drafts/{row.pk}").status_code for row in Sale.objects.all()}
    assert {number for number, status in answers.items() if status == 200} == set(found)
    assert {status for number, status in answers.items() if number not in found} <= {404}


@exchange("sell_drafts.list", "sell_drafts.get", "sell_drafts.update", "sell_drafts.delete")
def test_without_the_right_or_the_module(shop: Shop) -> None:
    row = draft(shop)

    def statuses(client: Any) -> list[int]:
        return [
            client.get("/sell-drafts").status_code,
            client.get(f"/sell-drafts/{row.pk}").status_code,
            client.put(f"/sell-drafts/{row.pk}", body(shop)).status_code,
            client.delete(f"/sell-drafts/{row.pk}").status_code,
        ]

    assert statuses(shop.client(permissions=["sell.create", "direct_sell.view"])) == [403] * 4
    assert statuses(shop.client(permissions=["draft.view_all"])) == [200, 200, 403, 403]
    assert statuses(shop.client(permissions=["draft.view_all"], locations=[]))[1] == 404
    assert statuses(shop.other.client())[1:] == [404] * 3
    with override_settings(DEMO_MODE=True):
        assert statuses(shop.client()) == [200, 200, 403, 403]
    shop.end_subscription()
    assert statuses(shop.client()) == [200, 200, 402, 402]
    shop.switch_off("add_sale")
    assert statuses(shop.client()) == [403] * 4
    assert Sale.objects.get(pk=row.pk).version == 1


# --- sell_drafts.get -------------------------------------------------------------------------------------------------


@exchange("sell_drafts.get")
def test_a_draft_in_full(shop: Shop) -> None:
    quoted, sold = draft(shop, line(shop.jeans_28), kind="quotation"), sell(shop)
    client = shop.client()

    data = client.get(f"/sell-drafts/{quoted.pk}").json()["data"]

    plain = client.get(f"/sells/{sold.id}").json()["data"]
    assert set(data) == {*plain, "is_quotation", "sub_status"}
    assert (data["is_quotation"], data["sub_status"], data["status"]) == (True, "quotation", "draft")
    assert (data["lines"][0]["variation_id"], data["payments"]) == (shop.jeans_28.pk, [])
    (row,) = table(client.get(f"/sell-drafts/{quoted.pk}", {"format": "csv"}))
    assert json.loads(row["data_json"]) == data
    assert client.get(f"/sell-drafts/{sold.id}").status_code == 404


# --- sell_drafts.update ----------------------------------------------------------------------------------------------


@exchange("sell_drafts.update")
@pytest.mark.parametrize("method", ["put", "patch"])
def test_a_changed_draft_keeps_its_number_and_the_lines_it_names(shop: Shop, method: str) -> None:
    row = draft(shop, line(shop.water, "4"), line(shop.jeans_28))
    water, jeans = SaleLine.objects.filter(sale_id=row.pk).order_by("position")
    sent = body(
        shop,
        sale_note="changed",
        discount_type="fixed",
        discount_amount=8,
        products=[product(shop.rice, 1, 2, 0), product(shop.jeans_28, 3, 60, 6, transaction_sell_lines_id=jeans.pk)],
    )

    answer = getattr(shop.client(permissions=["draft.view_all", "draft.update"]), method)(
        f"/sell-drafts/{row.pk}", sent
    )

    assert answer.status_code == 200, answer.content
    assert isinstance(answer.json()["message"], str)
    assert answer.json()["data"] == {"id": row.pk, "invoice_no": "D0001", "status": "draft"}
    row.refresh_from_db()
    assert (row.total, row.note, row.version, row.payment_status) == (D(192), "changed", 2, None)
    assert row.at.isoformat() == "2026-03-03T18:30:00+00:00"
    lines = SaleLine.objects.filter(sale_id=row.pk).order_by("position")
    assert [(x.variation_id, x.quantity, x.gross) for x in lines] == [
        (shop.rice.pk, 1, 2),
        (shop.jeans_28.pk, 3, 198),
    ]
    assert lines[1].pk == jeans.pk
    assert lines[0].pk not in (water.pk, jeans.pk)
    assert level(shop, shop.jeans_28) == 10
    assert facts("sale.drafted")[-1][2]["version"] == 2


@exchange("sell_drafts.update")
def test_what_the_body_does_not_speak_of_stays_with_the_line(shop: Shop) -> None:
    row = draft(
        shop,
        line(shop.pizza, "2", note="no salt", modifiers=(Modifier(shop.cheese.pk, D(3)),)),
        line(shop.water, "2", unit_id=shop.dozen.pk),
        line(shop.box),
    )
    pizza, water = SaleLine.objects.filter(sale_id=row.pk, parent=None).order_by("position")[:2]
    sent = [
        product(shop.pizza, 4, 8, 0.8, transaction_sell_lines_id=pizza.pk),
        product(shop.water, 1, 15, 0, transaction_sell_lines_id=water.pk),
        product(shop.box, 1, 4, 0),
    ]

    assert shop.client().put(f"/sell-drafts/{row.pk}", body(shop, products=sent)).status_code == 200

    pizza.refresh_from_db(), water.refresh_from_db(), row.refresh_from_db()
    cheese = SaleLine.objects.get(parent=pizza)
    assert (pizza.note, pizza.quantity, cheese.quantity, cheese.gross) == ("no salt", 4, 12, 6)
    assert (water.unit_id, water.multiplier) == (shop.dozen.pk, 12)
    assert SaleLine.objects.filter(sale_id=row.pk, child_kind="combo").count() == 2
    assert row.total == D("60.2")


@exchange("sell_drafts.update")
def test_the_kind_may_change_and_stays_where_it_is_not_sent(shop: Shop) -> None:
    open_shift(shop)
    row = draft(shop, kind="quotation", is_direct=False)
    client = shop.client(permissions=["quotation.view_all", "draft.view_all", "quotation.update"])

    assert client.put(f"/sell-drafts/{row.pk}", body(shop)).status_code == 200
    row.refresh_from_db()
    assert (row.sub_status, row.is_direct) == ("quotation", False)
    assert client.put(f"/sell-drafts/{row.pk}", body(shop, draft_kind="standard")).status_code == 200
    row.refresh_from_db()
    assert (row.sub_status, row.number) == (None, "Q0001")
    # Now it is a draft like others, and its right is another.
    assert client.put(f"/sell-drafts/{row.pk}", body(shop, draft_kind="quotation")).status_code == 403


@exchange("sell_drafts.update")
@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"status": "final"}, ["status"]),
        ({"status": None}, ["status"]),
        ({"contact_id": None, "location_id": None}, ["contact_id", "location_id"]),
        ({"products": None}, ["products"]),
        ({"location_id": 987654}, ["location_id"]),
        ({"line": 987654}, ["products.0.transaction_sell_lines_id"]),
        ({"line": "foreign"}, ["products.0.transaction_sell_lines_id"]),
        ({"tax_rate_id": 987654}, ["tax_rate_id"]),
        ({"discount_type": "fixed", "discount_amount": 5000}, []),
    ],
)
def test_a_change_that_is_refused_changes_nothing(shop: Shop, change: dict[str, Any], fields: list[str]) -> None:
    row = draft(shop, line(shop.water, "4"))
    foreign = SaleLine.objects.get(sale_id=draft(shop).pk).pk
    sent = body(shop, **{name: value for name, value in change.items() if name != "line"})
    if "line" in change:
        sent["products"][0]["transaction_sell_lines_id"] = foreign if change["line"] == "foreign" else change["line"]

    answer = shop.client().patch(f"/sell-drafts/{row.pk}", sent)

    assert answer.status_code == 422, answer.content
    assert list(answer.json().get("errors", {})) == fields
    row.refresh_from_db()
    assert (row.total, row.version) == (5, 1)
    assert SaleLine.objects.get(sale_id=row.pk).variation_id == shop.water.pk


@exchange("sell_drafts.update", "sell_drafts.delete")
def test_after_the_edit_window_it_stays(shop: Shop) -> None:
    inside = draft(shop, at=shop.now - timedelta(days=30))
    outside = draft(shop, at=shop.now - timedelta(days=31))
    client = shop.client()

    refused = [
        client.put(f"/sell-drafts/{outside.pk}", body(shop)),
        client.delete(f"/sell-drafts/{outside.pk}"),
    ]

    assert [(a.status_code, list(a.json())) for a in refused] == [(422, ["message"])] * 2
    assert client.put(f"/sell-drafts/{inside.pk}", body(shop)).status_code == 200


@exchange("sell_drafts.update")
def test_a_location_outside_his_own_is_forbidden(shop: Shop) -> None:
    row = draft(shop)
    client = shop.client(permissions=["draft.view_all", "draft.update"], locations=[shop.location])

    answer = client.put(f"/sell-drafts/{row.pk}", body(shop, location_id=shop.second_location.pk))

    assert answer.status_code == 403
    assert Sale.objects.get(pk=row.pk).location_id == shop.location.pk


# --- sell_drafts.delete ----------------------------------------------------------------------------------------------


@exchange("sell_drafts.delete")
def test_each_kind_is_deleted_by_its_right(shop: Shop) -> None:
    plain, quoted = draft(shop), draft(shop, kind="quotation")
    sees = ["draft.view_all", "quotation.view_all"]
    drafts, quotations = (shop.client(permissions=[*sees, f"{kind}.delete"]) for kind in ("draft", "quotation"))

    assert drafts.delete(f"/sell-drafts/{quoted.pk}").status_code == 403
    assert quotations.delete(f"/sell-drafts/{plain.pk}").status_code == 403
    gone = drafts.delete(f"/sell-drafts/{plain.pk}")
    assert (gone.status_code, gone.json()["data"]) == (200, {"id": plain.pk})
    assert quotations.delete(f"/sell-drafts/{quoted.pk}").status_code == 200
    assert numbers(shop.client()) == []
    assert drafts.delete(f"/sell-drafts/{plain.pk}").status_code == 404
    assert [payload["state"] for _, _, payload in facts("sale.voided")] == ["draft", "quotation"]


@exchange("sell_drafts.update", "sell_drafts.delete")
def test_a_return_blocks_and_an_invoice_is_no_draft(shop: Shop) -> None:
    row, sold = draft(shop), sell(shop)
    back = Sale.objects.get(pk=row.pk)
    back.pk, back.type, back.return_of_id, back.status = None, "sell_return", row.pk, "final"
    back.save()
    client = shop.client()

    assert client.put(f"/sell-drafts/{row.pk}", body(shop)).status_code == 422
    assert client.delete(f"/sell-drafts/{row.pk}").status_code == 422
    assert client.put(f"/sell-drafts/{sold.id}", body(shop)).status_code == 404
    assert client.delete(f"/sell-drafts/{sold.id}").status_code == 404
