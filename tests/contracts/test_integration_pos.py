"""The till of the Integration API."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import orjson
import pytest

from polytill.domain.dining.models import Table
from polytill.domain.payments.models import Payment
from polytill.domain.registers.models import CashMovement
from polytill.domain.sales.models import Sale
from polytill.operations.checkout import CheckedOut
from tests.contracts.exchange import columns, exchange, table
from tests.selling import cash, level, line, open_shift, sell
from tests.shop import Shop, facts

pytestmark = pytest.mark.django_db
ROW = [
    "id", "invoice_no", "transaction_date", "status", "payment_status", "final_total", "total_before_tax",
    "tax_amount", "discount_amount", "total_paid", "is_direct_sale", "sub_type", "consumption_type", "contact",
    "location",
]  # fmt: skip
RECENT = [*ROW, "sub_status", "is_suspend", "table", "created_at"]
DETAIL = {
    "id", "invoice_no", "ref_no", "transaction_date", "status", "payment_status", "final_total", "total_before_tax",
    "tax_amount", "discount_amount", "shipping_charges", "total_paid", "shipping_status", "additional_notes",
    "staff_note", "is_direct_sale", "sub_type", "consumption_type", "contact", "location", "order_tax", "lines",
    "payments", "is_suspend",
}  # fmt: skip
SEES = "direct_sell.view"


def at_the_till(shop: Shop, *lines: Any, **fields: Any) -> CheckedOut:
    return sell(shop, *lines, is_direct=False, **fields)


def hold(shop: Shop, *lines: Any, **fields: Any) -> CheckedOut:
    return at_the_till(shop, *lines, is_suspended=True, **fields)


def body(shop: Shop, **fields: Any) -> dict[str, Any]:
    """Two pairs of jeans at 70 and 7 of tax, 154 in all."""
    product = {
        "product_id": shop.jeans_product.pk,
        "variation_id": shop.jeans_28.pk,
        "quantity": 2,
        "unit_price": 70,
        "unit_price_inc_tax": 77,
        "item_tax": 7,
    }
    whole = {
        "status": "final",
        "contact_id": shop.customer.pk,
        "location_id": shop.location.pk,
        "transaction_date": "2026-03-06 17:30:00",
        "products": [product],
        "payments": [{"amount": 154, "method": "cash"}],
    }
    return {**whole, **fields}


def ids(client: Any, path: str, **query: Any) -> list[int]:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["data"]]


# --- all reads -----------------------------------------------------------------------------------------------------


@exchange("pos.sells.list", "pos.recent", "pos.suspended.list", "pos.suspended.get")
def test_the_reads_have_their_rights_and_their_module(shop: Shop) -> None:
    open_shift(shop)
    held = hold(shop)
    paths = ["/pos/sells", "/pos/recent-transactions", "/pos/suspended-sales", f"/pos/suspended-sales/{held.id}"]

    for path in paths:
        refused = shop.client(permissions=["sell.create", "so.create"]).get(path)
        assert (refused.status_code, refused.json()) == (403, {"message": "Unauthorized"})
        assert shop.client(permissions=[SEES]).get(path).status_code == 200
        assert shop.client(permissions=["sell.view"]).get(path).status_code == 200
        assert shop.client().get(path, {"format": "xml"}).status_code == 422
    shop.switch_off("pos_sale")
    for path in paths:
        assert shop.client().get(path).status_code == 403


# --- pos.sells.list ------------------------------------------------------------------------------------------------


@exchange("pos.sells.list")
def test_sales_of_the_till_alone(shop: Shop) -> None:
    open_shift(shop)
    sell(shop)
    sold, special = at_the_till(shop, tenders=cash("1.25")), at_the_till(shop)
    Sale.objects.filter(pk=special.id).update(sub_type="repair")
    held = hold(shop)
    at_the_till(shop, status="draft")
    client = shop.client(permissions=[SEES])

    answer = client.get("/pos/sells").json()

    assert [row["id"] for row in answer["data"]] == [held.id, sold.id]
    assert list(answer["data"][1]) == ROW
    assert answer["data"][1]["is_direct_sale"] is False
    assert answer["meta"] == {"current_page": 1, "last_page": 1, "per_page": 20, "total": 2}
    assert ids(client, "/pos/sells", is_direct_sale=1) == [held.id, sold.id]
    assert ids(client, "/pos/sells", payment_status="paid") == [sold.id]
    assert ids(client, "/pos/sells", q=sold.number) == [sold.id]
    assert ids(client, "/pos/sells", per_page=1, page=2) == [sold.id]
    assert client.get("/pos/sells", {"q": "x"}).status_code == 422
    assert client.get("/pos/sells", {"payment_status": "late"}).status_code == 422
    rows = table(client.get("/pos/sells", {"format": "csv", "per_page": 1}))
    assert [list(row) for row in rows] == [ROW, ROW]


@exchange("pos.sells.list", "pos.suspended.list", "pos.suspended.get")
def test_who_sees_which_sales_of_the_till(shop: Shop) -> None:
    open_shift(shop)
    clerk = shop.user(permissions=["view_own_sell_only", "sell.create"])
    open_shift(shop, clerk)
    own, other = hold(shop, user=clerk), hold(shop)

    for path in ("/pos/sells", "/pos/suspended-sales"):
        assert ids(shop.client(clerk), path) == [own.id]
        assert ids(shop.client(permissions=[SEES], locations=[shop.second_location]), path) == []
        assert ids(shop.other.client(), path) == []
    assert shop.client(clerk).get(f"/pos/suspended-sales/{other.id}").status_code == 404
    assert shop.client(clerk).get(f"/pos/suspended-sales/{own.id}").status_code == 200
    assert shop.other.client().get(f"/pos/suspended-sales/{own.id}").json() == {"message": "Not found"}


# --- pos.recent ----------------------------------------------------------------------------------------------------


@exchange("pos.recent")
def test_recent_ones_of_the_caller(shop: Shop) -> None:
    open_shift(shop)
    open_shift(shop, shop.cashier)
    corner = Table.objects.create(
        business=shop.business, location=shop.location, name="Corner", created_at=shop.now, updated_at=shop.now
    )
    sold = at_the_till(shop, tenders=cash("1.25"), table_id=corner.pk, at=shop.now - timedelta(hours=1))
    held = hold(shop)
    sell(shop)
    at_the_till(shop, user="cashier")

    answer = shop.client().get("/pos/recent-transactions").json()

    assert [row["id"] for row in answer["data"]] == [held.id, sold.id]
    assert list(answer["data"][1]) == RECENT
    row = answer["data"][1]
    assert (row["sub_status"], row["is_suspend"]) == (None, False)
    assert row["table"] == {"id": corner.pk, "name": "Corner"}
    assert (row["transaction_date"], row["created_at"]) == ("2026-03-06T16:30:00+05:30", "2026-03-06T17:30:00+05:30")
    assert (answer["data"][0]["is_suspend"], answer["data"][0]["table"]) == (True, None)
    assert answer["meta"] == {"status": "final", "transaction_sub_type": None, "limit": 10, "count": 2}


@exchange("pos.recent")
def test_recent_ones_in_another_state(shop: Shop) -> None:
    open_shift(shop)
    draft = at_the_till(shop, status="draft")
    quotation = at_the_till(shop, status="draft", sub_status="quotation")
    proforma = at_the_till(shop, status="draft", sub_status="proforma")
    special = at_the_till(shop)
    Sale.objects.filter(pk=special.id).update(sub_type="repair")
    client = shop.client()

    assert ids(client, "/pos/recent-transactions") == []
    assert ids(client, "/pos/recent-transactions", status="draft") == [proforma.id, draft.id]
    assert ids(client, "/pos/recent-transactions", status="quotation") == [quotation.id]
    assert ids(client, "/pos/recent-transactions", status="ordered") == []
    assert ids(client, "/pos/recent-transactions", transaction_sub_type="repair") == [special.id]
    meta = client.get("/pos/recent-transactions", {"status": "draft", "transaction_sub_type": "x"}).json()["meta"]
    assert meta == {"status": "draft", "transaction_sub_type": "x", "limit": 10, "count": 0}


@exchange("pos.recent")
def test_how_many_are_recent(shop: Shop) -> None:
    open_shift(shop)
    shop.configure(recent_transactions_limit=80)
    first, second = at_the_till(shop), at_the_till(shop)
    client = shop.client()

    assert client.get("/pos/recent-transactions").json()["meta"]["limit"] == 50
    assert ids(client, "/pos/recent-transactions", limit=1) == [second.id]
    for limit in (0, 51, "few"):
        assert client.get("/pos/recent-transactions", {"limit": limit}).status_code == 422
    rows = table(client.get("/pos/recent-transactions", {"format": "csv", "limit": 1}))
    assert [list(row) for row in rows] == [RECENT]
    assert (rows[0]["id"], rows[0]["final_total"], rows[0]["table"]) == (str(second.id), "1.25", "")
    assert rows[0]["created_at"] == "2026-03-06T17:30:00+05:30"
    assert orjson.loads(rows[0]["location"])["id"] == shop.location.pk
    assert first.id != second.id


# --- pos.sells.create ----------------------------------------------------------------------------------------------


@exchange("pos.sells.create")
@pytest.mark.parametrize("right", ["sell.create", "direct_sell.access", "so.create"])
def test_a_sale_goes_into_the_drawer(shop: Shop, right: str) -> None:
    client = shop.client(permissions=[right])
    shift = open_shift(shop, client.user)

    given = body(shop, payments=[{"amount": 160, "method": "cash"}], change_return=6, consumption_type="sampling")
    answer = client.post("/pos/sells", given)

    assert answer.status_code == 201
    sale = Sale.objects.get()
    assert list(answer.json()) == ["message", "data"]
    assert answer.json()["data"] == {
        "id": sale.pk,
        "invoice_no": "AS0001",
        "status": "final",
        "payment_status": "paid",
        "is_direct_sale": False,
        "is_suspend": False,
    }
    assert (sale.shift_id, sale.total, sale.paid, sale.consumption) == (shift.pk, 154, 154, "sampling")
    drawer = CashMovement.objects.order_by("id").values_list("kind", "type", "amount")
    assert list(drawer) == [("sell", "credit", 160), ("sell", "debit", 6)]
    assert level(shop, shop.jeans_28) == 8


@exchange("pos.sells.create")
def test_a_sale_that_is_held(shop: Shop) -> None:
    open_shift(shop)

    answer = shop.client().post("/pos/sells", body(shop, is_suspend=True))

    assert answer.json()["data"]["is_suspend"] is True
    assert answer.json()["data"]["payment_status"] == "due"
    assert level(shop, shop.jeans_28) == 8
    assert not Payment.objects.exists()
    assert not CashMovement.objects.exists()


@exchange("pos.sells.create")
def test_a_credit_sale_and_a_draft_move_no_money(shop: Shop) -> None:
    open_shift(shop)

    credit = shop.client().post("/pos/sells", body(shop, is_credit_sale=True)).json()["data"]
    draft = shop.client().post("/pos/sells", body(shop, status="draft", draft_kind="quotation", is_suspend=True))

    assert (credit["payment_status"], credit["status"]) == ("due", "final")
    assert draft.json()["data"] == {
        "id": draft.json()["data"]["id"], "invoice_no": "Q0001", "status": "draft", "payment_status": None,
        "is_direct_sale": False, "is_suspend": False,
    }  # fmt: skip
    assert not Payment.objects.exists()
    assert level(shop, shop.jeans_28) == 8


@exchange("pos.sells.create")
@pytest.mark.parametrize("fields", [{}, {"status": "draft"}, {"is_suspend": True}, {"is_credit_sale": True}])
def test_without_an_open_register_nothing_is_sold(shop: Shop, fields: dict[str, Any]) -> None:
    answer = shop.client().post("/pos/sells", body(shop, **fields))

    assert (answer.status_code, list(answer.json())) == (422, ["message"])
    assert not Sale.objects.exists()


@exchange("pos.sells.create")
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": "sold"}, "status"),
        ({"contact_id": None}, "contact_id"),
        ({"contact_id": 10**9}, "contact_id"),
        ({"location_id": 10**9}, "location_id"),
        ({"transaction_date": "soon"}, "transaction_date"),
        ({"products": []}, "products"),
        ({"discount_type": "half"}, "discount_type"),
        ({"payments": [{"amount": 0, "method": "cash"}]}, "payments.0.amount"),
        ({"payments": [{"amount": 5}]}, "payments.0.method"),
        ({"is_suspend": "perhaps"}, "is_suspend"),
        ({"change_return": -1}, "change_return"),
        ({"sales_order_ids": [10**9]}, "sales_order_ids"),
        ({"types_of_service_id": 10**9}, "types_of_service_id"),
    ],
)
def test_a_wrong_body(shop: Shop, fields: dict[str, Any], field: str) -> None:
    open_shift(shop)

    answer = shop.client().post("/pos/sells", body(shop, **fields))

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert not Sale.objects.exists()


@exchange("pos.sells.create")
def test_rules_that_refuse_a_sale(shop: Shop) -> None:
    open_shift(shop)
    many = {**body(shop)["products"][0], "quantity": 11}

    for fields in (
        {"products": [many]},
        {"payments": [{"amount": 154, "method": "custom_pay_7"}]},
        {"payments": [{"amount": 154, "method": "advance"}]},
        {"contact_id": shop.credit_customer.pk, "products": [{**many, "quantity": 7}], "is_credit_sale": True},
    ):
        answer = shop.client().post("/pos/sells", body(shop, **fields))
        assert (answer.status_code, list(answer.json())) == (422, ["message"])
    assert not Sale.objects.exists()
    assert level(shop, shop.jeans_28) == 10


@exchange("pos.sells.create")
def test_what_stands_before_a_sale(shop: Shop, settings: Any) -> None:
    open_shift(shop)

    def status(client: Any) -> int:
        return int(client.post("/pos/sells", body(shop)).status_code)

    assert status(shop.client(permissions=["sell.view", "sell.update"])) == 403
    assert status(shop.client(permissions=["sell.create"], locations=[shop.second_location])) == 403
    settings.DEMO_MODE = True
    assert status(shop.client()) == 403
    settings.DEMO_MODE = False
    shop.switch_off("pos_sale")
    assert status(shop.client()) == 403
    shop.business.modules = ["pos_sale"]
    shop.business.save()
    shop.limit(invoice_count=1)
    assert status(shop.client()) == 201
    assert status(shop.client()) == 402
    shop.limit(invoice_count=0)
    shop.end_subscription()
    assert status(shop.client()) == 402
    assert Sale.objects.count() == 1


@exchange("pos.sells.create")
def test_a_repeat_under_its_key_is_the_first_sale(shop: Shop) -> None:
    open_shift(shop)
    first = shop.client().post("/pos/sells", body(shop), headers={"Idempotency-Key": "s-1"})

    again = shop.client().post("/pos/sells", body(shop), headers={"Idempotency-Key": "s-1"})

    assert (again.status_code, again.content) == (201, first.content)
    assert Sale.objects.count() == 1


# --- pos.suspended.list and get ------------------------------------------------------------------------------------


@exchange("pos.suspended.list")
def test_held_sales_alone(shop: Shop) -> None:
    open_shift(shop)
    at_the_till(shop)
    first = hold(shop, contact_id=shop.customer.pk)
    second = hold(shop, location_id=shop.second_location.pk)
    special = hold(shop)
    Sale.objects.filter(pk=special.id).update(sub_type="repair")
    client = shop.client(permissions=[SEES])

    answer = client.get("/pos/suspended-sales").json()

    assert [row["id"] for row in answer["data"]] == [second.id, first.id]
    assert list(answer["data"][0]) == [*ROW, "is_suspend"]
    assert {row["is_suspend"] for row in answer["data"]} == {True}
    assert ids(client, "/pos/suspended-sales", location_id=shop.second_location.pk) == [second.id]
    assert ids(client, "/pos/suspended-sales", q="harry") == [first.id]
    assert ids(client, "/pos/suspended-sales", q=second.number) == [second.id]
    assert ids(client, "/pos/suspended-sales", per_page=1, page=2) == [first.id]
    assert client.get("/pos/suspended-sales", {"q": "x"}).status_code == 422
    assert columns(client.get("/pos/suspended-sales", {"format": "csv"})) == [*ROW, "is_suspend"]


@exchange("pos.suspended.get")
def test_one_held_sale(shop: Shop) -> None:
    open_shift(shop)
    held = hold(shop, line(shop.water, "2"), line(shop.jeans_28))
    client = shop.client(permissions=[SEES])

    data = client.get(f"/pos/suspended-sales/{held.id}").json()["data"]

    assert set(data) == DETAIL
    assert (data["is_suspend"], data["final_total"], data["payments"]) == (True, D("79.5"), [])
    assert [entry["sub_sku"] for entry in data["lines"]] == ["AS0001", "AS0002-1"]
    (row,) = table(client.get(f"/pos/suspended-sales/{held.id}", {"format": "csv"}))
    assert set(row) == DETAIL | {"data_json"}
    assert orjson.loads(row["data_json"])["lines"][0]["quantity"] == 2
    sold = at_the_till(shop)
    assert client.get(f"/pos/suspended-sales/{sold.id}").status_code == 404


# --- pos.suspended.finalize ----------------------------------------------------------------------------------------


@exchange("pos.suspended.finalize")
@pytest.mark.parametrize("right", ["sell.update", "direct_sell.access", "so.update", "edit_pos_payment"])
def test_a_held_sale_is_paid_for(shop: Shop, right: str) -> None:
    open_shift(shop)
    held = hold(shop, line(shop.water, "4"))
    client = shop.client(permissions=[right, SEES])
    shift = open_shift(shop, client.user)

    answer = client.post(
        f"/pos/suspended-sales/{held.id}/finalize",
        {"payments": [{"amount": "10", "method": "cash", "note": "note"}], "change_return": 5},
    )

    assert answer.status_code == 200
    assert list(answer.json()) == ["message", "data"]
    assert answer.json()["data"] == {
        "id": held.id,
        "invoice_no": held.number,
        "status": "final",
        "payment_status": "paid",
        "is_direct_sale": False,
        "is_suspend": False,
    }
    drawer = CashMovement.objects.order_by("id").values_list("shift_id", "type", "amount")
    assert list(drawer) == [(shift.pk, "credit", 10), (shift.pk, "debit", 5)]
    assert [kind for kind, _, _ in facts()][-1] == "sale.finalized"
    assert client.get(f"/pos/suspended-sales/{held.id}").status_code == 404
    assert client.post(f"/pos/suspended-sales/{held.id}/finalize", {"is_credit_sale": True}).status_code == 404


@exchange("pos.suspended.finalize")
def test_a_held_sale_on_credit(shop: Shop) -> None:
    open_shift(shop)
    held = hold(shop)
    client = shop.client(permissions=["sell.update", SEES])

    answer = client.post(
        f"/pos/suspended-sales/{held.id}/finalize",
        {"is_credit_sale": True, "payments": [{"amount": 1, "method": "cash"}]},
    )

    assert (answer.status_code, answer.json()["data"]["payment_status"]) == (200, "due")
    assert not Payment.objects.exists()


@exchange("pos.suspended.finalize")
def test_a_held_sale_that_is_not_finalized(shop: Shop, settings: Any) -> None:
    open_shift(shop)
    held = hold(shop, contact_id=shop.customer.pk)
    paid = {"payments": [{"amount": 1.25, "method": "cash"}]}

    def status(client: Any, given: Any) -> int:
        return int(client.post(f"/pos/suspended-sales/{held.id}/finalize", given).status_code)

    admin = shop.client()
    assert status(admin, {}) == 422
    assert status(admin, {"payments": []}) == 422
    assert status(admin, {"payments": [{"amount": 1.25}]}) == 422
    assert status(admin, {"payments": [{"amount": 1.25, "method": "custom_pay_7"}]}) == 422
    assert status(admin, {"payments": [{"amount": 1.25, "method": "advance"}]}) == 422
    assert status(shop.client(permissions=["sell.update", SEES]), paid) == 422  # no register of his own
    assert status(shop.client(permissions=["sell.create", SEES]), paid) == 403
    assert status(shop.client(permissions=["sell.update", "view_own_sell_only"]), paid) == 404
    assert status(shop.other.client(), paid) == 404
    settings.DEMO_MODE = True
    assert status(admin, paid) == 403
    settings.DEMO_MODE = False
    shop.end_subscription()
    assert status(admin, paid) == 402
    shop.switch_off("pos_sale")
    assert status(admin, paid) == 403
    assert Sale.objects.get().is_suspended
    assert not Payment.objects.exists()


@exchange("pos.suspended.finalize", "pos.suspended.delete")
def test_a_held_sale_with_a_payment_line(shop: Shop) -> None:
    open_shift(shop)
    held = hold(shop)
    Payment.objects.create(
        business=shop.business, sale_id=held.id, method="cash", amount=D(1), paid_at=shop.now, number="X",
        created_at=shop.now, updated_at=shop.now,
    )  # fmt: skip

    paid = {"payments": [{"amount": 1.25, "method": "cash"}]}
    assert shop.client().post(f"/pos/suspended-sales/{held.id}/finalize", paid).status_code == 422
    assert shop.client().delete(f"/pos/suspended-sales/{held.id}").status_code == 422
    assert Sale.objects.get().is_suspended


# --- pos.suspended.delete ------------------------------------------------------------------------------------------


@exchange("pos.suspended.delete")
@pytest.mark.parametrize("right", ["sell.delete", "direct_sell.delete", "so.delete"])
def test_a_held_sale_is_deleted(shop: Shop, right: str) -> None:
    open_shift(shop)
    held = hold(shop, line(shop.water, "4"))
    client = shop.client(permissions=[right, SEES])

    answer = client.delete(f"/pos/suspended-sales/{held.id}")

    assert (answer.status_code, answer.json()["data"]) == (200, {"id": held.id})
    assert list(answer.json()) == ["message", "data"]
    assert level(shop, shop.water) == 150
    assert Sale.objects.get().voided_at == shop.now
    assert client.delete(f"/pos/suspended-sales/{held.id}").status_code == 404


@exchange("pos.suspended.delete")
def test_a_held_sale_that_is_not_deleted(shop: Shop, settings: Any) -> None:
    open_shift(shop)
    held, sold = hold(shop), at_the_till(shop, tenders=cash("1.25"))

    def status(client: Any, sale: CheckedOut = held) -> int:
        return int(client.delete(f"/pos/suspended-sales/{sale.id}").status_code)

    assert status(shop.client(permissions=["sell.update", SEES])) == 403
    assert status(shop.client(permissions=["sell.delete", "view_own_sell_only"])) == 404
    assert status(shop.other.client()) == 404
    assert status(shop.client(), sold) == 404
    settings.DEMO_MODE = True
    assert status(shop.client()) == 403
    settings.DEMO_MODE = False
    shop.end_subscription()
    assert status(shop.client()) == 402
    shop.switch_off("pos_sale")
    assert status(shop.client()) == 403
    assert not Sale.objects.exclude(voided_at=None).exists()
