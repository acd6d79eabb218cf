"""The sales of the Integration API."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import override_settings

from polytill.domain.payments.models import Account, Payment
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.stock.models import StockMove
from polytill.domain.storage.remember import forget
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.operations.checkout import Modifier
from tests.contracts.exchange import columns, exchange, table
from tests.selling import cash, level, line, open_shift, sell
from tests.shop import Shop, facts

COLUMNS = [
    "id", "invoice_no", "transaction_date", "status", "payment_status", "final_total", "total_before_tax",
    "tax_amount", "discount_amount", "total_paid", "is_direct_sale", "sub_type", "consumption_type", "contact",
    "location",
]  # fmt: skip


def numbers(client: Any, **query: Any) -> list[str]:
    answer = client.get("/sells", query)
    assert answer.status_code == 200, answer.content
    return [row["invoice_no"] for row in answer.json()["data"]]


# --- sells.list ------------------------------------------------------------------------------------------------------


@exchange("sells.list")
def test_a_row_of_the_list(shop: Shop) -> None:
    sold = sell(shop, line(shop.jeans_28, "2"), contact_id=shop.customer.pk, tenders=cash("100.5"))

    answer = shop.client().get("/sells")

    assert answer.status_code == 200
    assert answer.json() == {
        "data": [
            {
                "id": sold.id,
                "invoice_no": "AS0001",
                "transaction_date": "2026-03-06T17:30:00+05:30",
                "status": "final",
                "payment_status": "partial",
                "final_total": 154,
                "total_before_tax": 154,
                "tax_amount": 0,
                "discount_amount": 0,
                "total_paid": D("100.5"),
                "is_direct_sale": True,
                "sub_type": None,
                "consumption_type": "sales",
                "contact": {
                    "id": shop.customer.pk,
                    "name": "Harry Stone",
                    "mobile": "5550102",
                    "contact_id": "CO0002",
                    "supplier_business_name": None,
                },
                "location": {"id": shop.location.pk, "name": shop.location.name},
            }
        ],
        "meta": {"current_page": 1, "last_page": 1, "per_page": 20, "total": 1},
    }


@exchange("sells.list")
def test_csv_has_the_same_columns_and_every_row(shop: Shop) -> None:
    shop.customer.name = '=SUM(A1)", "x'
    shop.customer.save()
    shop.location.name = "Zürich\nHöhe"
    shop.location.save()
    sell(shop, line(shop.water), contact_id=shop.customer.pk, tenders=cash("0.5"))
    sell(shop, line(shop.water, "3"))
    Sale.objects.filter(number="AS0002").update(number='+"AS,2"', total=D("-1.2345"))

    answer = shop.client().get("/sells", {"format": "csv", "per_page": 1, "page": 9})
    raw = b"".join(answer.streaming_content)

    assert answer["Content-Type"] == "text/csv; charset=UTF-8"
    assert raw.endswith(b"\r\n")
    answer.streaming_content = [raw]
    rows = table(answer)
    assert list(rows[0]) == COLUMNS
    assert [(r["invoice_no"], r["final_total"], r["total_paid"], r["is_direct_sale"]) for r in rows] == [
        ('\'+"AS,2"', "-1.2345", "0", "1"),
        ("AS0001", "1.25", "0.5", "1"),
    ]
    assert rows[0]["transaction_date"] == "2026-03-06T17:30:00+05:30"
    assert rows[0]["sub_type"] == ""
    assert json.loads(rows[1]["contact"]) == {
        "id": shop.customer.pk, "name": '=SUM(A1)", "x', "mobile": "5550102", "contact_id": "CO0002",
        "supplier_business_name": None,
    }  # fmt: skip
    assert json.loads(rows[1]["location"]) == {"id": shop.location.pk, "name": "Zürich\nHöhe"}


@exchange("sells.list")
def test_an_empty_csv_has_its_header(shop: Shop) -> None:
    assert columns(shop.client().get("/sells", {"format": "csv"})) == COLUMNS


@exchange("sells.list")
def test_pages_come_newest_first_with_an_exact_total(shop: Shop) -> None:
    for days in (3, 1, 2, 1, 0):
        sell(shop, at=shop.now - timedelta(days=days))
    client = shop.client()

    assert numbers(client) == ["AS0005", "AS0004", "AS0002", "AS0003", "AS0001"]
    assert numbers(client, per_page=2, page=2) == ["AS0002", "AS0003"]
    assert numbers(client, per_page=2, page=3) == ["AS0001"]
    assert numbers(client, per_page=2, page=4) == []
    assert client.get("/sells", {"per_page": 2, "page": 4}).json()["meta"] == {
        "current_page": 4, "last_page": 3, "per_page": 2, "total": 5,
    }  # fmt: skip
    assert client.get("/sells", {"per_page": 2}).json()["meta"]["total"] == 5


@exchange("sells.list")
def test_drafts_orders_deleted_and_project_invoices_are_not_in_it(shop: Shop) -> None:
    open_shift(shop)
    sell(shop)
    sell(shop, status="draft")
    gone, project, order = sell(shop), sell(shop), sell(shop)
    held = sell(shop, is_direct=False, is_suspended=True)
    Sale.objects.filter(pk=project.id).update(sub_type="project_invoice")
    Sale.objects.filter(pk=order.id).update(type="sales_order", status="ordered")
    client = shop.client()
    assert client.delete(f"/sells/{gone.id}").status_code == 200
    sell(shop.other)

    assert numbers(client) == [held.number, "AS0001"]
    for hidden in (gone, project, order):
        assert client.get(f"/sells/{hidden.id}").status_code == 404


@exchange("sells.list")
def test_each_filter(shop: Shop) -> None:
    open_shift(shop)
    shipping = {"shipping_status": "packed"}
    a = sell(shop, contact_id=shop.customer.pk, tenders=cash("1.25"))
    b = sell(shop, location_id=shop.second_location.pk, user="cashier", tenders=cash("1"))
    c = sell(shop, is_direct=False, at=shop.now - timedelta(days=2))
    Sale.objects.filter(pk=a.id).update(**shipping)
    client = shop.client()

    assert numbers(client, location_id=shop.second_location.pk) == [b.number]
    assert numbers(client, contact_id=shop.customer.pk) == [a.number]
    assert numbers(client, created_by=shop.cashier.pk) == [b.number]
    assert numbers(client, start_date="2026-03-04", end_date="2026-03-05") == [c.number]
    assert numbers(client, start_date="2026-03-05") == [b.number, a.number, c.number]
    assert numbers(client, payment_status="paid") == [a.number]
    assert numbers(client, payment_status="partial") == [b.number]
    assert numbers(client, payment_status="due") == [c.number]
    assert numbers(client, is_direct_sale=0) == [c.number]
    assert numbers(client, is_direct_sale=1) == [b.number, a.number]
    assert numbers(client, only_shipments="true") == numbers(client, only_shipments="1") == [a.number]
    assert numbers(client, only_shipments="0") == [b.number, a.number, c.number]
    assert client.get("/sells", {"is_direct_sale": 0, "per_page": 1}).json()["meta"]["total"] == 1


@exchange("sells.list")
def test_the_day_is_the_shops(shop: Shop) -> None:
    """19:00 in UTC is past midnight in Kolkata."""
    sell(shop, at=shop.now + timedelta(hours=7))
    client = shop.client()

    assert numbers(client, start_date="2026-03-06", end_date="2026-03-06") == []
    assert numbers(client, start_date="2026-03-07", end_date="2026-03-07") == ["AS0001"]
    assert numbers(client, start_date="2026-03-08", end_date="2026-03-07") == []


@exchange("sells.list")
def test_overdue_goes_by_the_pay_term(shop: Shop) -> None:
    sell(shop, contact_id=shop.credit_customer.pk, at=shop.now - timedelta(days=31))
    sell(shop, contact_id=shop.credit_customer.pk, at=shop.now - timedelta(days=30))
    sell(shop, contact_id=shop.customer.pk, at=shop.now - timedelta(days=90))

    assert numbers(shop.client(), payment_status="overdue") == ["AS0001"]


@exchange("sells.list")
def test_search_finds_parts_of_numbers_and_contacts(shop: Shop) -> None:
    shop.customer.business_name = "Stone & Sons 100%"
    shop.customer.save()
    sold = sell(shop, contact_id=shop.customer.pk, ref_no="PO-77")
    sell(shop)
    client = shop.client()

    for term in ("s0001", "po-7", "arry ST", "sons 100%", "5550102", "co0002"):
        assert numbers(client, q=term) == ["AS0001"], term
    Sale.objects.filter(pk=sold.id).update(number="X")
    assert client.get("/sells", {"q": "AS"}).json()["meta"]["total"] == 1
    assert numbers(client, q="%%") == []


@exchange("sells.list")
def test_a_numeric_term_is_also_an_id(shop: Shop) -> None:
    sold = sell(shop)
    row = Sale.objects.get(pk=sold.id)
    row.pk, row.number = 4711, "X"
    row.save(force_insert=True)

    assert numbers(shop.client(), q="4711") == ["X"]
    assert numbers(shop.client(), q="9" * 30) == []


@exchange("sells.list")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": "x"}, "q"),
        ({"per_page": 0}, "per_page"),
        ({"per_page": 101}, "per_page"),
        ({"format": "xml"}, "format"),
        ({"payment_status": "late"}, "payment_status"),
        ({"is_direct_sale": 2}, "is_direct_sale"),
        ({"only_shipments": "maybe"}, "only_shipments"),
        ({"start_date": "06/03/2026", "end_date": "2026-03-07"}, "start_date"),
        ({"location_id": "here"}, "location_id"),
    ],
)
def test_a_bad_query_is_told(shop: Shop, query: dict[str, Any], field: str) -> None:
    answer = shop.client().get("/sells", query)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


def sales_of_three(shop: Shop) -> Any:
    """One by the user, one by the user as agent, one by somebody else. Returns a way to make his client."""
    user = shop.user(permissions=["sell.create"])
    sell(shop, user=user, tenders=cash("1.25"))
    sell(shop, agent_id=user.pk, tenders=cash("1"))
    sell(shop, contact_id=shop.credit_customer.pk, at=shop.now - timedelta(days=40))
    role = user.roles.get()

    def client(*permissions: str) -> Any:
        role.permissions = list(permissions)
        role.save()
        forget()
        return shop.client(user)

    return client


@exchange("sells.list")
@pytest.mark.parametrize(
    ("permissions", "found"),
    [
        (["direct_sell.view"], ["AS0002", "AS0001", "AS0003"]),
        (["sell.view"], ["AS0002", "AS0001", "AS0003"]),
        (["sell.view", "view_own_sell_only"], ["AS0001"]),
        (["view_own_sell_only"], ["AS0001"]),
        (["view_commission_agent_sell"], ["AS0002"]),
        (["view_own_sell_only", "view_commission_agent_sell"], ["AS0002", "AS0001"]),
        (["direct_sell.view", "view_own_sell_only"], ["AS0002", "AS0001", "AS0003"]),
        (["access_own_shipping"], ["AS0001"]),
        (["access_commission_agent_shipping"], ["AS0002"]),
        (["so.view_all"], ["AS0001"]),
        (["direct_sell.view", "view_paid_sells_only"], ["AS0001"]),
        (["direct_sell.view", "view_due_sells_only", "view_partial_sells_only"], ["AS0002", "AS0003"]),
        (["direct_sell.view", "view_overdue_sells_only"], ["AS0003"]),
        (["direct_sell.view", "view_paid_sells_only", "view_overdue_sells_only"], ["AS0001", "AS0003"]),
    ],
)
def test_what_is_seen_goes_by_permissions(shop: Shop, permissions: list[str], found: list[str]) -> None:
    client = sales_of_three(shop)(*permissions)

    answer = client.get("/sells", {"per_page": 1})

    assert numbers(client) == found
    assert answer.json()["meta"]["total"] == len(found)
    hidden = Sale.objects.exclude(number__in=found).filter(business=shop.business)
    assert [client.get(f"/sells/{pk}").status_code for pk in hidden.values_list("pk", flat=True)] == [404] * (
        3 - len(found)
    )


@exchange("sells.list", "sells.get", "sells.public_links")
def test_without_a_way_in_it_is_forbidden(shop: Shop) -> None:
    sold = sell(shop)
    client = shop.client(permissions=["sell.create", "product.view", "view_paid_sells_only"])

    for path in ("/sells", f"/sells/{sold.id}", f"/sells/{sold.id}/public-links"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})


@exchange("sells.list")
def test_only_permitted_locations(shop: Shop) -> None:
    sell(shop)
    there = sell(shop, location_id=shop.second_location.pk)
    client = shop.client(permissions=["direct_sell.view"], locations=[shop.second_location])

    assert numbers(client) == [there.number]
    assert numbers(client, location_id=shop.location.pk) == []
    assert shop.client(permissions=["direct_sell.view"], locations=[]).get("/sells").json()["meta"]["total"] == 0


@exchange("sells.list")
def test_pending_shipments_only_hides_the_delivered(shop: Shop) -> None:
    sell(shop), sell(shop)
    Sale.objects.filter(number="AS0001").update(shipping_status="delivered")
    Sale.objects.filter(number="AS0002").update(shipping_status="packed")
    client = shop.client(permissions=["direct_sell.view", "access_pending_shipments_only"])

    assert numbers(client, only_shipments=1) == ["AS0002"]
    assert numbers(client) == ["AS0002", "AS0001"]


# --- sells.check_invoice_number --------------------------------------------------------------------------------------


@exchange("sells.check_invoice_number")
def test_whether_a_number_is_free(shop: Shop) -> None:
    sold, draft = sell(shop), sell(shop, status="draft")
    client = shop.client(permissions=["so.create"])

    def free(number: str, **query: Any) -> bool:
        answer = client.get("/sells/check-invoice-number", {"invoice_no": number, **query})
        assert answer.status_code == 200
        assert answer.json()["data"]["invoice_no"] == number
        return bool(answer.json()["data"]["available"])

    assert not free("AS0001")
    assert free("AS0001", exclude_transaction_id=sold.id)
    assert not free(draft.number)
    assert free("AS0002")
    shop.client().delete(f"/sells/{sold.id}")
    assert not free("AS0001")
    sell(shop.other), sell(shop.other)
    assert free("AS0002")


@exchange("sells.check_invoice_number")
def test_a_number_check_needs_the_right_and_a_number(shop: Shop) -> None:
    assert shop.client(permissions=["sell.view"]).get("/sells/check-invoice-number").status_code == 403
    answer = shop.client().get("/sells/check-invoice-number")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["invoice_no"])


# --- sells.get -------------------------------------------------------------------------------------------------------


@exchange("sells.get")
def test_a_sale_in_full(shop: Shop) -> None:
    sold = sell(
        shop,
        line(shop.jeans_28, "2"),
        line(shop.pizza, modifiers=(Modifier(shop.cheese.pk),)),
        line(shop.box),
        contact_id=shop.customer.pk,
        tax_id=shop.vat.pk,
        tenders=cash("200"),
        change_return=D("15.37"),
        note="please ring",
        staff_note="regular",
    )

    data = shop.client().get(f"/sells/{sold.id}").json()["data"]

    lines, payments = data.pop("lines"), data.pop("payments")
    assert data == {
        "id": sold.id,
        "invoice_no": "AS0001",
        "ref_no": None,
        "transaction_date": "2026-03-06T17:30:00+05:30",
        "status": "final",
        "payment_status": "paid",
        "final_total": D("184.03"),
        "total_before_tax": D("167.3"),
        "tax_amount": D("16.73"),
        "discount_amount": 0,
        "shipping_charges": 0,
        "total_paid": D("184.63"),
        "shipping_status": None,
        "additional_notes": "please ring",
        "staff_note": "regular",
        "is_direct_sale": True,
        "sub_type": None,
        "consumption_type": "sales",
        "contact": {
            "id": shop.customer.pk,
            "name": "Harry Stone",
            "mobile": "5550102",
            "email": "harry@example.com",
            "contact_id": "CO0002",
            "supplier_business_name": None,
        },
        "location": {"id": shop.location.pk, "name": shop.location.name},
        "order_tax": {"id": shop.vat.pk, "name": "VAT@10%", "amount": 10},
    }
    jeans = SaleLine.objects.get(sale_id=sold.id, variation=shop.jeans_28)
    assert lines[0] == {
        "id": jeans.pk,
        "product_id": shop.jeans_product.pk,
        "variation_id": shop.jeans_28.pk,
        "product_label": "Men's Jeans - 28",
        "sub_sku": "AS0002-1",
        "quantity": 2,
        "unit_price": 70,
        "unit_price_inc_tax": 77,
        "unit_price_before_discount": 70,
        "item_tax": 7,
        "line_discount_amount": 0,
        "line_discount_type": None,
        "line_tax": {"id": shop.vat.pk, "name": "VAT@10%", "amount": 10},
    }
    assert [row["variation_id"] for row in lines] == [shop.jeans_28.pk, shop.pizza.pk, shop.box.pk]
    assert [m["product_label"] for m in lines[1]["modifiers"]] == ["Toppings - Cheese"]
    assert set(lines[1]["modifiers"][0]) == set(lines[0])
    assert "modifiers" not in lines[2]
    first, second = Payment.objects.filter(sale_id=sold.id).order_by("id")
    assert payments == [
        {
            "id": first.pk,
            "amount": 200,
            "method": "cash",
            "paid_on": "2026-03-06T17:30:00+05:30",
            "payment_ref_no": "SP2026/0001",
            "note": None,
            "is_return": False,
        },
        {
            "id": second.pk,
            "amount": D("15.37"),
            "method": "cash",
            "paid_on": "2026-03-06T17:30:00+05:30",
            "payment_ref_no": "SP2026/0002",
            "note": None,
            "is_return": True,
        },
    ]


@exchange("sells.get")
def test_one_sale_as_csv(shop: Shop) -> None:
    sold = sell(shop)
    client = shop.client()

    (row,) = table(client.get(f"/sells/{sold.id}", {"format": "csv"}))

    data = client.get(f"/sells/{sold.id}").json()["data"]
    assert list(row) == [*data, "data_json"]
    assert json.loads(row["data_json"], parse_float=D) == data


@exchange("sells.get", "sells.payments.create", "sells.duplicate", "sells.public_links", "sells.delete")
def test_another_business_is_not_there(shop: Shop) -> None:
    theirs = sell(shop.other).id
    client = shop.client()

    answers = [
        client.get(f"/sells/{theirs}"),
        client.get(f"/sells/{theirs}/public-links"),
        client.post(f"/sells/{theirs}/payments", {"amount": 1, "method": "cash"}),
        client.post(f"/sells/{theirs}/duplicate"),
        client.delete(f"/sells/{theirs}"),
        client.get("/sells/99999999999999999999"),
    ]

    assert [(a.status_code, a.json()) for a in answers] == [(404, {"message": "Not found"})] * 6
    assert Sale.objects.count() == 1


# --- sells.payments.create -------------------------------------------------------------------------------------------


@exchange("sells.payments.create")
def test_a_payment_is_recorded(shop: Shop) -> None:
    sold = sell(shop, line(shop.jeans_28))
    account = Account.objects.create(business=shop.business, name="Bank", created_at=shop.now, updated_at=shop.now)
    body = {
        "amount": "50.5", "method": "custom_pay_2", "paid_on": "2026-03-05 09:30", "note": "first part",
        "account_id": account.pk, "card_number": "4111", "card_security": "123", "transaction_no_1": "one",
        "transaction_no_2": "two",
    }  # fmt: skip

    answer = shop.client(permissions=["sell.payments", "direct_sell.view"]).post(f"/sells/{sold.id}/payments", body)

    row = Payment.objects.get(sale_id=sold.id)
    assert answer.status_code == 201
    assert isinstance(answer.json()["message"], str)
    assert answer.json()["data"] == {
        "transaction_id": sold.id,
        "payment_id": row.pk,
        "payment_ref_no": "SP2026/0001",
        "payment_status": "partial",
        "amount": D("50.5"),
        "method": "custom_pay_2",
        "paid_on": "2026-03-05T09:30:00+05:30",
    }
    assert (row.transaction_no, row.instrument, row.note) == ("two", {"card_number": "4111"}, "first part")
    account.refresh_from_db()
    assert account.balance == D("50.5")
    assert shop.client().get(f"/sells/{sold.id}").json()["data"]["total_paid"] == D("50.5")


@exchange("sells.payments.create")
def test_more_than_is_due_may_be_paid_and_now_is_the_time(shop: Shop) -> None:
    sold = sell(shop)

    data = shop.client().post(f"/sells/{sold.id}/payments", {"amount": 5, "method": "cash"}).json()["data"]

    assert (data["payment_status"], data["paid_on"]) == ("paid", "2026-03-06T17:30:00+05:30")


@exchange("sells.payments.create")
@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, ["amount", "method"]),
        ({"amount": "0.009", "method": "cash"}, ["amount"]),
        ({"amount": "ten", "method": "cash"}, ["amount"]),
        ({"amount": 1, "method": "cash", "paid_on": "someday"}, ["paid_on"]),
        ({"amount": 1, "method": "cash", "account_id": 987654}, ["account_id"]),
        ({"amount": 1, "method": "barter"}, None),
        ({"amount": 1, "method": "advance"}, None),
    ],
)
def test_a_payment_that_is_refused_changes_nothing(shop: Shop, body: dict[str, Any], errors: list[str] | None) -> None:
    sold = sell(shop)

    answer = shop.client().post(f"/sells/{sold.id}/payments", body)

    assert answer.status_code == 422
    assert list(answer.json().get("errors", {})) == (errors or [])
    assert not Payment.objects.exists()
    assert facts("payment.recorded") == []


@exchange("sells.payments.create")
def test_an_advance_is_taken_up_to_the_balance(shop: Shop) -> None:
    change_wallets(
        changes=[WalletChange(shop.customer.pk, "advance", D(1), "deposit")], actor=shop.actor(), now=shop.now
    )
    sold = sell(shop, contact_id=shop.customer.pk)
    client = shop.client()

    refused = client.post(f"/sells/{sold.id}/payments", {"amount": "1.25", "method": "advance"})
    taken = client.post(f"/sells/{sold.id}/payments", {"amount": 1, "method": "advance", "account_id": 99})

    assert (refused.status_code, taken.status_code) == (422, 201)


@exchange("sells.payments.create")
def test_neither_a_held_nor_a_paid_sale_takes_a_payment(shop: Shop) -> None:
    open_shift(shop)
    held, paid = sell(shop, is_direct=False, is_suspended=True), sell(shop, tenders=cash("1.25"))
    client = shop.client()

    answers = [client.post(f"/sells/{s.id}/payments", {"amount": 1, "method": "cash"}) for s in (held, paid)]

    assert [(a.status_code, "errors" in a.json()) for a in answers] == [(422, False)] * 2
    assert Payment.objects.count() == 1


@exchange("sells.payments.create")
def test_a_payment_needs_its_right(shop: Shop) -> None:
    sold = sell(shop)
    answer = shop.client(permissions=["direct_sell.view"]).post(f"/sells/{sold.id}/payments", {})
    assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})
    own = shop.client(permissions=["view_own_sell_only", "sell.payments"])
    assert own.post(f"/sells/{sold.id}/payments", {"amount": 1, "method": "cash"}).status_code == 404
    assert not Payment.objects.exists()


@exchange("sells.payments.create", "sells.duplicate", "sells.delete", "sells.create")
def test_no_subscription_and_the_demo(shop: Shop) -> None:
    sold = sell(shop)
    client = shop.client()

    def answers() -> list[int]:
        return [
            client.post(f"/sells/{sold.id}/payments", {"amount": 1, "method": "cash"}).status_code,
            client.post(f"/sells/{sold.id}/duplicate").status_code,
            client.delete(f"/sells/{sold.id}").status_code,
            client.post("/sells", body(shop)).status_code,
        ]

    with override_settings(DEMO_MODE=True):
        assert answers() == [403] * 4
    shop.end_subscription()
    assert answers() == [402] * 4
    assert (Sale.objects.count(), Payment.objects.count()) == (1, 0)


# --- sells.duplicate -------------------------------------------------------------------------------------------------


@exchange("sells.duplicate")
def test_a_copy_is_a_draft_with_the_same_lines(shop: Shop) -> None:
    open_shift(shop)
    sold = sell(
        shop,
        line(shop.jeans_28, "2", unit_price=D(60)),
        line(shop.pizza, modifiers=(Modifier(shop.cheese.pk),)),
        line(shop.box),
        is_direct=False,
        contact_id=shop.customer.pk,
        tenders=cash("10"),
        note="as last time",
    )
    shop.now += timedelta(days=1)

    answer = shop.client(permissions=["sell.create", "direct_sell.view"]).post(f"/sells/{sold.id}/duplicate")

    copy = Sale.objects.get(status="draft")
    assert answer.status_code == 201
    assert answer.json()["data"] == {
        "id": copy.pk, "invoice_no": "D0001", "status": "draft", "is_direct_sale": False,
    }  # fmt: skip
    source = Sale.objects.get(pk=sold.id)
    assert (copy.payment_status, copy.invoice_token, copy.paid, copy.shift_id) == (None, None, 0, None)
    assert (copy.total, copy.note, copy.contact_id) == (source.total, "as last time", shop.customer.pk)
    assert (copy.at, copy.created_at) == (shop.now, shop.now)

    def shape(sale_id: int) -> list[Any]:
        rows = SaleLine.objects.filter(sale_id=sale_id).order_by("position")
        return [(r.variation_id, r.quantity, r.gross, r.child_kind, r.parent and r.parent.position) for r in rows]

    assert shape(copy.pk) == shape(sold.id)
    assert not StockMove.objects.filter(source_id=copy.pk, source_kind="sale").exists()
    assert [subject for _, subject, _ in facts("sale.drafted")] == [copy.pk]


@exchange("sells.duplicate")
def test_a_copy_needs_the_right_to_sell(shop: Shop) -> None:
    sold = sell(shop)

    answer = shop.client(permissions=["direct_sell.view", "direct_sell.access"]).post(f"/sells/{sold.id}/duplicate")

    assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})
    assert Sale.objects.count() == 1


# --- sells.public_links ----------------------------------------------------------------------------------------------


@exchange("sells.public_links")
def test_the_token_is_made_once_and_opens_the_invoice(shop: Shop) -> None:
    sold = sell(shop)
    client = shop.client(permissions=["direct_sell.view"])

    first = client.get(f"/sells/{sold.id}/public-links")
    second = client.get(f"/sells/{sold.id}/public-links")

    token = Sale.objects.get(pk=sold.id).invoice_token
    assert first.status_code == 200
    assert first.json() == second.json()
    assert first.json()["data"] == {
        "invoice_url": f"http://testserver/invoice/{token}", "payment_link": None, "invoice_token": token,
    }  # fmt: skip
    page = client._client.get(f"/invoice/{token}")
    assert page.status_code == 200
    assert "AS0001" in page.content.decode()


@exchange("sells.public_links")
def test_a_payment_link_where_the_shop_has_one_and_something_is_due(shop: Shop) -> None:
    shop.configure(payment_link="https://pay.example/{token}?for={number}&sum={due}")
    due, paid = sell(shop), sell(shop, tenders=cash("1.25"))
    client = shop.client()

    data = client.get(f"/sells/{due.id}/public-links").json()["data"]

    assert data["payment_link"] == f"https://pay.example/{data['invoice_token']}?for=AS0001&sum=1.25"
    assert client.get(f"/sells/{paid.id}/public-links").json()["data"]["payment_link"] is None


# --- sells.delete ----------------------------------------------------------------------------------------------------


@exchange("sells.delete")
@pytest.mark.parametrize("right", ["sell.delete", "direct_sell.delete", "so.delete"])
def test_a_deleted_sale_is_gone_and_its_goods_are_back(shop: Shop, right: str) -> None:
    sold = sell(shop, line(shop.water, "5"), tenders=cash("6.25"))
    client = shop.client(permissions=[right, "direct_sell.view"])

    answer = client.delete(f"/sells/{sold.id}")

    assert (answer.status_code, answer.json()["data"]) == (200, {"id": sold.id})
    assert level(shop, shop.water) == 150
    assert client.get(f"/sells/{sold.id}").status_code == 404
    assert client.delete(f"/sells/{sold.id}").status_code == 404


@exchange("sells.delete")
def test_a_delete_that_is_refused_changes_nothing(shop: Shop) -> None:
    sold = sell(shop, line(shop.water, "5"))
    back = Sale.objects.get(pk=sold.id)
    back.pk, back.type, back.return_of_id, back.number = None, "sell_return", sold.id, "CN1"
    back.save()

    blocked = shop.client().delete(f"/sells/{sold.id}")
    forbidden = shop.client(permissions=["direct_sell.view", "sell.update"]).delete(f"/sells/{sold.id}")

    assert (blocked.status_code, list(blocked.json())) == (422, ["message"])
    assert (forbidden.status_code, forbidden.json()) == (403, {"message": "Unauthorized"})
    assert level(shop, shop.water) == 145
    assert facts("sale.voided") == []


# --- sells.create ----------------------------------------------------------------------------------------------------


def body(shop: Shop, **fields: Any) -> dict[str, Any]:
    whole = {
        "status": "final",
        "contact_id": shop.customer.pk,
        "location_id": shop.location.pk,
        "transaction_date": "2026-03-05 10:00:00",
        "products": [product(shop.jeans_28, 2, 70, 7)],
    }
    return {**whole, **fields}


def product(variation: Any, quantity: float, price: float, tax: float, **fields: Any) -> dict[str, Any]:
    return {
        "product_id": variation.product_id,
        "variation_id": variation.pk,
        "quantity": quantity,
        "unit_price": price,
        "unit_price_inc_tax": price + tax,
        "item_tax": tax,
        **fields,
    }


@exchange("sells.create")
@pytest.mark.parametrize("right", ["sell.create", "direct_sell.access"])
def test_a_direct_sale(shop: Shop, right: str) -> None:
    payments = [
        {"amount": 100, "method": "cash", "paid_on": "2026-03-05", "note": "a"},
        {"amount": 60, "method": "card"},
    ]

    answer = shop.client(permissions=[right]).post("/sells", body(shop, payments=payments, change_return=6))

    sold = Sale.objects.get()
    assert answer.status_code == 201
    assert isinstance(answer.json()["message"], str)
    assert answer.json()["data"] == {
        "id": sold.pk, "invoice_no": "AS0001", "status": "final", "payment_status": "paid", "is_direct_sale": True,
        "is_suspend": False,
    }  # fmt: skip
    assert (sold.total, sold.paid, sold.at.isoformat()) == (D(154), D(154), "2026-03-05T04:30:00+00:00")
    rows = Payment.objects.order_by("id").values_list("amount", "method", "is_return", "note")
    assert list(rows) == [(100, "cash", False, "a"), (60, "card", False, ""), (6, "cash", True, "")]
    assert level(shop, shop.jeans_28) == 8


@exchange("sells.create")
def test_all_of_the_header_is_kept(shop: Shop) -> None:
    agent = shop.user()
    sent = body(
        shop, tax_rate_id=shop.vat.pk, discount_type="percentage", discount_amount=10, sale_note="n", staff_note="s",
        shipping_details="by bike", shipping_address="Main St", shipping_status="packed", shipping_charges=5,
        exchange_rate=2, commission_agent=agent.pk, selling_price_group_id=shop.price_group.pk,
        consumption_type="damages", types_of_service_id=shop.service_type.pk, packing_charge=3,
        packing_charge_type="fixed", service_custom_field_1="gate 4", payment_status="ignored", invoice_no="ignored",
        products=[product(shop.jeans_28, 1, 63, 6.3, line_discount_type="percentage", line_discount_amount=10)],
    )  # fmt: skip
    sent["products"][0]["unit_price"] = 70

    answer = shop.client().post("/sells", sent)

    assert answer.status_code == 201, answer.content
    sold = Sale.objects.get()
    assert (sold.number, sold.payment_status, sold.consumption) == ("AS0001", "due", "damages")
    assert (sold.discount_amount, sold.tax_amount, sold.total) == (D("6.93"), D("6.237"), D("76.61"))
    assert (sold.note, sold.staff_note, sold.exchange_rate) == ("n", "s", 2)
    assert (sold.shipping_details, sold.shipping_address, sold.shipping_status) == ("by bike", "Main St", "packed")
    assert (sold.agent_id, sold.price_group_id, sold.service_type_id) == (
        agent.pk, shop.price_group.pk, shop.service_type.pk,
    )  # fmt: skip
    assert sold.details["service_fields"] == {"custom_field_1": "gate 4"}
    row = SaleLine.objects.get()
    assert (row.unit_price_before_discount, row.unit_price, row.unit_price_inc_tax) == (70, 63, D("69.3"))


@exchange("sells.create")
@pytest.mark.parametrize(
    ("kind", "number", "sub_status"),
    [
        (None, "D0001", None),
        ("standard", "D0001", None),
        ("quotation", "Q0001", "quotation"),
        ("proforma", "P0001", "proforma"),
    ],
)
def test_drafts_of_each_kind(shop: Shop, kind: str | None, number: str, sub_status: str | None) -> None:
    sent = body(shop, status="draft", draft_kind=kind, payments=[{"amount": 5, "method": "cash"}])

    data = shop.client().post("/sells", sent).json()["data"]

    assert (data["invoice_no"], data["status"], data["payment_status"]) == (number, "draft", None)
    assert Sale.objects.get().sub_status == sub_status
    assert level(shop, shop.jeans_28) == 10
    assert not Payment.objects.exists()


@exchange("sells.create")
def test_a_credit_sale_is_due(shop: Shop) -> None:
    data = shop.client().post("/sells", body(shop, is_credit_sale=True)).json()["data"]

    assert data["payment_status"] == "due"
    assert Sale.objects.get().is_credit


@exchange("sells.create")
def test_an_unknown_purpose_is_a_plain_sale_and_service_fields_need_their_module(shop: Shop) -> None:
    shop.switch_off("types_of_service")

    answer = shop.client().post("/sells", body(shop, consumption_type="gift", types_of_service_id=99, packing_charge=7))

    assert answer.status_code == 201
    sold = Sale.objects.get()
    assert (sold.consumption, sold.service_type_id, sold.packing_amount) == ("sales", None, 0)


@exchange("sells.create")
@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"status": "held"}, ["status"]),
        ({"draft_kind": "sketch"}, ["draft_kind"]),
        ({"contact_id": None}, ["contact_id"]),
        ({"contact_id": "supplier"}, ["contact_id"]),
        ({"contact_id": "stranger"}, ["contact_id"]),
        ({"location_id": 987654}, ["location_id"]),
        ({"transaction_date": "soon"}, ["transaction_date"]),
        ({"tax_rate_id": 987654}, ["tax_rate_id"]),
        ({"discount_type": "percent"}, ["discount_type"]),
        ({"discount_type": "percentage", "discount_amount": 101}, ["discount_amount"]),
        ({"commission_agent": 987654}, ["commission_agent"]),
        ({"selling_price_group_id": 987654}, ["selling_price_group_id"]),
        ({"invoice_scheme_id": 987654}, ["invoice_scheme_id"]),
        ({"sales_order_ids": [987654]}, ["sales_order_ids"]),
        ({"shipping_status": "lost"}, ["shipping_status"]),
        ({"types_of_service_id": 987654}, ["types_of_service_id"]),
        ({"rp_redeemed": 5}, ["rp_redeemed"]),
        ({"products": []}, ["products"]),
        ({"products": [{}]}, [f"products.0.{f}" for f in (
            "product_id", "variation_id", "quantity", "unit_price", "unit_price_inc_tax", "item_tax")]),
        ({"products.quantity": 0}, ["products.0.quantity"]),
        ({"products.variation_id": 987654}, ["products.0.variation_id"]),
        ({"products.product_id": 987654}, ["products.0.variation_id"]),
        ({"products.line_discount_type": "half"}, ["products.0.line_discount_type"]),
        ({"payments": [{"method": "cash"}]}, ["payments.0.amount"]),
        ({"payments": [{"amount": 1, "method": "barter"}]}, None),
        ({"products.quantity": 11}, None),
        ({"products.item_tax": 5000}, None),
    ],
)  # fmt: skip
def test_a_sale_that_is_refused_changes_nothing(shop: Shop, change: dict[str, Any], fields: list[str] | None) -> None:
    people = {"supplier": shop.supplier.pk, "stranger": shop.other.customer.pk}
    sent = body(shop)
    for name, value in change.items():
        if name.startswith("products."):
            sent["products"][0][name.removeprefix("products.")] = value
        else:
            sent[name] = people.get(value, value) if name == "contact_id" else value

    answer = shop.client().post("/sells", sent)

    assert answer.status_code == 422, answer.content
    assert list(answer.json().get("errors", {})) == (fields or [])
    assert not Sale.objects.exists()
    assert level(shop, shop.jeans_28) == 10
    assert shop.client().post("/sells", body(shop)).json()["data"]["invoice_no"] == "AS0001"


@exchange("sells.create")
def test_the_credit_limit_holds(shop: Shop) -> None:
    sent = body(shop, contact_id=shop.credit_customer.pk, products=[product(shop.jeans_28, 7, 70, 7)])

    answer = shop.client().post("/sells", sent)

    assert (answer.status_code, list(answer.json())) == (422, ["message"])
    assert not Sale.objects.exists()


@exchange("sells.create")
def test_who_may_not_sell(shop: Shop) -> None:
    here = shop.client(permissions=["sell.create"], locations=[shop.second_location])
    answer = here.post("/sells", body(shop))
    assert answer.status_code == 403
    assert answer.json()["message"] != "Unauthorized"
    assert shop.client(permissions=["so.create", "sell.view"]).post("/sells", body(shop)).json() == {
        "message": "Unauthorized"
    }
    shop.switch_off("add_sale")
    assert shop.client().post("/sells", body(shop)).status_code == 403
    assert not Sale.objects.exists()


@exchange("sells.create")
def test_the_invoice_quota(shop: Shop) -> None:
    shop.limit(invoice_count=1)
    client = shop.client()

    first, second = client.post("/sells", body(shop)), client.post("/sells", body(shop))

    assert (first.status_code, second.status_code, list(second.json())) == (201, 402, ["message"])
    assert Sale.objects.count() == 1


@exchange("sells.create")
def test_a_repeat_under_its_key_sells_once(shop: Shop) -> None:
    client = shop.client()

    first, second = (client.post("/sells", body(shop), headers={"Idempotency-Key": "k1"}) for _ in range(2))

    assert first.content == second.content
    assert Sale.objects.count() == 1


@exchange("sells.create")
def test_a_sale_fulfils_the_orders_that_it_names(shop: Shop) -> None:
    order = sell(shop, line(shop.jeans_28, "5"), status="draft")
    Sale.objects.filter(pk=order.id).update(type="sales_order", status="ordered")

    assert shop.client().post("/sells", body(shop, sales_order_ids=[order.id])).status_code == 201

    assert Sale.objects.get(pk=order.id).status == "partial"
    assert SaleLine.objects.get(sale_id=order.id).quantity_invoiced == 2
