"""The returns of the Integration API."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import orjson
import pytest

from polytill.domain.payments.models import Payment
from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.domain.registers.models import CashMovement
from polytill.domain.sales.models import Sale, SaleLine
from polytill.operations.checkout import CheckedOut, Modifier
from tests.contracts.exchange import exchange, table
from tests.selling import level, line, open_shift, sell
from tests.shop import Shop, facts

pytestmark = pytest.mark.django_db
ROW = [
    "id", "invoice_no", "ref_no", "transaction_date", "status", "payment_status", "final_total", "total_before_tax",
    "tax_amount", "total_paid", "return_parent_id", "parent_sale", "contact", "location",
]  # fmt: skip
DETAIL = [*ROW, "order_tax", "lines", "payments"]
ALL, OWN = "access_sell_return", "access_own_sell_return"


def lines_of(sale: CheckedOut) -> list[int]:
    rows = SaleLine.objects.filter(sale_id=sale.id).exclude(child_kind="combo").order_by("position")
    return [row.pk for row in rows]


def body(sale: CheckedOut, *quantities: Any, **fields: Any) -> dict[str, Any]:
    """Each quantity for a line of the sale, in their order."""
    pairs = zip(lines_of(sale), quantities, strict=False)
    return {
        "transaction_id": sale.id,
        "returns": [{"sell_line_id": line_id, "quantity": quantity} for line_id, quantity in pairs],
        **fields,
    }


def returned(shop: Shop, sale: CheckedOut, *quantities: Any, user: Any = "admin", **fields: Any) -> int:
    answer = shop.client(user).post("/sell-returns", body(sale, *quantities, **fields))
    assert answer.status_code == 201, answer.content
    return int(answer.json()["data"]["id"])


# --- sell_returns.list ---------------------------------------------------------------------------------------------


@exchange("sell_returns.list")
def test_a_row_of_the_list(shop: Shop) -> None:
    sale = sell(shop, line(shop.water, "8"), contact_id=shop.customer.pk, ref_no="R-7")
    found = returned(shop, sale, 5, tax_id=shop.vat.pk)
    returned(shop.other, sell(shop.other), 1)

    answer = shop.client(permissions=[ALL]).get("/sell-returns")

    assert answer.json() == {
        "data": [
            {
                "id": found,
                "invoice_no": "CN2026/0001",
                "ref_no": None,
                "transaction_date": "2026-03-06T17:30:00+05:30",
                "status": "final",
                "payment_status": "due",
                "final_total": D("6.88"),
                "total_before_tax": D("6.25"),
                "tax_amount": D("0.625"),
                "total_paid": 0,
                "return_parent_id": sale.id,
                "parent_sale": {"id": sale.id, "invoice_no": "AS0001", "ref_no": "R-7"},
                "contact": {
                    "id": shop.customer.pk,
                    "name": "Harry Stone",
                    "mobile": "5550102",
                    "contact_id": "CO0002",
                    "supplier_business_name": None,
                },
                "location": {"id": shop.location.pk, "name": "Awesome Shop High Street"},
            }
        ],
        "meta": {"current_page": 1, "last_page": 1, "per_page": 20, "total": 1},
    }


@exchange("sell_returns.list")
def test_the_list_is_narrowed(shop: Shop) -> None:
    clerk = shop.user(permissions=[ALL, "sell.create"])
    first_sale = sell(shop, line(shop.water), contact_id=shop.customer.pk, ref_no="Order 66")
    second_sale = sell(shop, line(shop.water), location_id=shop.second_location.pk)
    first = returned(shop, first_sale, 1, transaction_date="2026-03-01 10:00:00")
    second = returned(shop, second_sale, 1, user=clerk, invoice_no="RET-42")
    client = shop.client()

    def ids(**query: Any) -> list[int]:
        return [row["id"] for row in client.get("/sell-returns", query).json()["data"]]

    assert ids() == [second, first]
    assert ids(per_page=1, page=2) == [first]
    assert ids(location_id=shop.second_location.pk) == [second]
    assert ids(contact_id=shop.customer.pk) == [first]
    assert ids(created_by=clerk.pk) == [second]
    assert ids(start_date="2026-03-01", end_date="2026-03-02") == [first]
    assert ids(start_date="2026-03-05") == [second, first]
    assert ids(start_date="2026-03-02", end_date="2026-03-01") == []
    assert ids(q="ret-4") == [second]
    assert ids(q="harry") == [first]
    assert ids(q="CO0002") == [first]
    assert ids(q=first_sale.number) == [first]
    assert ids(q="order 66") == [first]
    Sale.objects.filter(pk=first).update(id=987654)
    SaleLine.objects.filter(sale_id=first).update(sale_id=987654)
    assert ids(q="987654") == [987654]


@exchange("sell_returns.list")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": "x"}, "q"),
        ({"per_page": 101}, "per_page"),
        ({"format": "pdf"}, "format"),
        ({"start_date": "1 March"}, "start_date"),
    ],
)
def test_the_list_refuses_a_wrong_query(shop: Shop, query: dict[str, Any], field: str) -> None:
    answer = shop.client().get("/sell-returns", query)

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


@exchange("sell_returns.list", "sell_returns.get")
def test_who_sees_which_returns(shop: Shop) -> None:
    clerk = shop.user(permissions=[OWN, "sell.create"])
    own = returned(shop, sell(shop, line(shop.water), user=clerk), 1, user=clerk)
    other = returned(shop, sell(shop, line(shop.water)), 1)
    far = returned(shop, sell(shop, line(shop.water), location_id=shop.second_location.pk), 1)

    def ids(client: Any) -> list[int]:
        return [row["id"] for row in client.get("/sell-returns").json()["data"]]

    assert ids(shop.client(clerk)) == [own]
    assert ids(shop.client(permissions=[ALL], locations=[shop.location])) == [other, own]
    assert shop.client(clerk).get(f"/sell-returns/{other}").status_code == 404
    assert shop.client(permissions=[ALL], locations=[shop.location]).get(f"/sell-returns/{far}").status_code == 404
    assert shop.other.client().get(f"/sell-returns/{own}").json() == {"message": "Not found"}
    for path in ("/sell-returns", f"/sell-returns/{own}"):
        refused = shop.client(permissions=["sell.view", "sell.payments"]).get(path)
        assert (refused.status_code, refused.json()) == (403, {"message": "Unauthorized"})


@exchange("sell_returns.list")
def test_the_list_as_csv(shop: Shop) -> None:
    returned(shop, sell(shop, line(shop.water, "3")), 1)
    returned(shop, sell(shop, line(shop.water, "3")), 2)

    rows = table(shop.client().get("/sell-returns", {"format": "csv", "per_page": 1, "page": 7}))

    assert list(rows[0]) == ROW
    assert [row["final_total"] for row in rows] == ["2.5", "1.25"]
    assert orjson.loads(rows[1]["parent_sale"])["invoice_no"] == "AS0001"


# --- sell_returns.get ----------------------------------------------------------------------------------------------


@exchange("sell_returns.get")
def test_one_return_with_its_lines_and_payments(shop: Shop) -> None:
    sale = sell(
        shop, line(shop.pizza, "2", modifiers=(Modifier(shop.cheese.pk),)), line(shop.water), line(shop.box, "2"),
        contact_id=shop.customer.pk, tax_id=shop.gst.pk, at=shop.now - timedelta(days=2),
    )  # fmt: skip
    found = returned(shop, sale, 1, 2, 0, 1)
    paid = shop.client().post(f"/sell-returns/{found}/payments", {"amount": 5, "method": "cash", "note": "back"}).json()
    pizza, cheese, _, box = lines_of(sale)

    data = shop.client(permissions=[ALL]).get(f"/sell-returns/{found}").json()["data"]

    assert list(data) == DETAIL
    assert data["parent_sale"] == {
        "id": sale.id, "invoice_no": "AS0001", "ref_no": None, "transaction_date": "2026-03-04T17:30:00+05:30",
    }  # fmt: skip
    assert data["contact"] == {
        "id": shop.customer.pk,
        "name": "Harry Stone",
        "mobile": "5550102",
        "email": "harry@example.com",
        "contact_id": "CO0002",
        "supplier_business_name": None,
    }
    assert data["order_tax"] == {"id": shop.gst.pk, "name": "GST@7%", "amount": 7, "is_tax_group": True}
    assert data["lines"] == [
        {
            "sell_line_id": pizza, "product_id": shop.pizza_product.pk, "variation_id": shop.pizza.pk,
            "product_label": "Pizza Margherita", "sub_sku": "AS0007", "quantity_returned": 1,
            "unit_price_inc_tax": D("8.8"), "line_total": D("8.8"),
        },
        {
            "sell_line_id": cheese, "product_id": shop.toppings_product.pk, "variation_id": shop.cheese.pk,
            "product_label": data["lines"][1]["product_label"], "sub_sku": "AS0005-1", "quantity_returned": 2,
            "unit_price_inc_tax": D("0.5"), "line_total": 1,
        },
        {
            "sell_line_id": box, "product_id": shop.box_product.pk, "variation_id": shop.box.pk,
            "product_label": "Breakfast Box", "sub_sku": "AS0004", "quantity_returned": 1, "unit_price_inc_tax": 4,
            "line_total": 4,
        },
    ]  # fmt: skip
    assert data["payments"] == [
        {
            "id": paid["data"]["payment_id"], "amount": 5, "method": "cash", "paid_on": "2026-03-06T17:30:00+05:30",
            "payment_ref_no": "SP2026/0001", "note": "back", "is_return": False,
        }
    ]  # fmt: skip
    assert (data["total_before_tax"], data["tax_amount"], data["final_total"]) == (D("13.8"), D("0.966"), D("14.77"))
    assert (data["total_paid"], data["payment_status"]) == (5, "partial")


@exchange("sell_returns.get")
def test_one_return_as_csv(shop: Shop) -> None:
    found = returned(shop, sell(shop, line(shop.water)), 1)

    (row,) = table(shop.client().get(f"/sell-returns/{found}", {"format": "csv"}))

    assert list(row) == [*DETAIL, "data_json"]
    assert orjson.loads(row["data_json"]) == shop.client().get(f"/sell-returns/{found}").json()["data"]


# --- sell_returns.upsert -------------------------------------------------------------------------------------------


@exchange("sell_returns.upsert")
def test_goods_come_back(shop: Shop) -> None:
    sale = sell(shop, line(shop.water, "8"), discount=Discount(DiscountKind.PERCENTAGE, D(10)))

    answer = shop.client(permissions=[ALL]).post("/sell-returns", body(sale, "5"))

    assert answer.status_code == 201
    row = Sale.objects.get(type="sell_return")
    assert list(answer.json()) == ["message", "data"]
    assert answer.json()["data"] == {"id": row.pk, "invoice_no": "CN2026/0001", "parent_sale_id": sale.id}
    assert (row.total, row.at, row.payment_status) == (D("5.63"), shop.now, "due")
    assert level(shop, shop.water) == 147
    assert [kind for kind, _, _ in facts()][-1] == "sale.returned"


@exchange("sell_returns.upsert")
def test_its_own_discount_tax_number_and_date(shop: Shop) -> None:
    sale = sell(shop, line(shop.water, "8"), discount=Discount(DiscountKind.FIXED, D(1)), tax_id=shop.gst.pk)

    returned(
        shop, sale, 8, discount_type="percentage", discount_amount=50, tax_id=shop.vat.pk, invoice_no="MY-1",
        transaction_date="2026-03-02T09:15:00+05:30",
    )  # fmt: skip

    row = Sale.objects.get(type="sell_return")
    assert (row.number, row.total, row.tax_id) == ("MY-1", D("5.50"), shop.vat.pk)
    assert row.at.isoformat() == "2026-03-02T03:45:00+00:00"


@exchange("sell_returns.upsert")
def test_a_second_call_changes_the_return(shop: Shop) -> None:
    sale = sell(shop, line(shop.water, "8"), line(shop.jeans_28))
    first = returned(shop, sale, 8, 1)

    answer = shop.client().post("/sell-returns", body(sale, 2))

    assert (answer.status_code, answer.json()["data"]["id"]) == (201, first)
    assert Sale.objects.get(pk=first).total == D("79.50")
    assert (level(shop, shop.water), level(shop, shop.jeans_28)) == (144, 10)
    assert shop.client().post("/sell-returns", body(sale, 0, 0)).status_code == 201
    assert shop.client().get(f"/sell-returns/{first}").json()["data"]["lines"] == []


@exchange("sell_returns.upsert")
def test_quantities_are_in_the_unit_of_the_line(shop: Shop) -> None:
    sale = sell(shop, line(shop.water, "2", unit_id=shop.dozen.pk))

    assert shop.client().post("/sell-returns", body(sale, 3)).status_code == 422
    returned(shop, sale, 2)

    assert level(shop, shop.water) == 150


@exchange("sell_returns.upsert")
@pytest.mark.parametrize(
    "fields",
    [
        {"transaction_id": None},
        {"returns": None},
        {"returns": []},
        {"returns": [{"quantity": 1}]},
        {"returns": [{"sell_line_id": 1}]},
        {"returns": [{"sell_line_id": "x", "quantity": 1}]},
        {"discount_type": "half"},
        {"discount_amount": -1},
        {"discount_type": "percentage", "discount_amount": 101},
        {"discount_type": "fixed", "discount_amount": 1.26},
        {"tax_id": 10**9},
        {"invoice_no": "x" * 192},
        {"transaction_date": "soon"},
    ],
)
def test_a_wrong_body_changes_nothing(shop: Shop, fields: dict[str, Any]) -> None:
    sale = sell(shop, line(shop.water))

    answer = shop.client().post("/sell-returns", {**body(sale, 1), **fields})

    assert answer.status_code == 422
    assert not Sale.objects.filter(type="sell_return").exists()
    assert level(shop, shop.water) == 149


@exchange("sell_returns.upsert")
@pytest.mark.parametrize("quantity", [0, 1.0001, -1, "many"])
def test_a_quantity_that_cannot_come_back(shop: Shop, quantity: Any) -> None:
    sale = sell(shop, line(shop.water))

    assert shop.client().post("/sell-returns", body(sale, quantity)).status_code == 422
    assert not Sale.objects.filter(type="sell_return").exists()


@exchange("sell_returns.upsert")
def test_a_line_of_another_sale(shop: Shop) -> None:
    sale, other = sell(shop, line(shop.water)), sell(shop, line(shop.water))

    answer = shop.client().post("/sell-returns", {**body(other, 1), "transaction_id": sale.id})

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["returns.0.sell_line_id"]


@exchange("sell_returns.upsert")
def test_a_line_that_is_named_twice(shop: Shop) -> None:
    sale = sell(shop, line(shop.water, "4"))
    once = body(sale, 1)["returns"]

    answer = shop.client().post("/sell-returns", {"transaction_id": sale.id, "returns": once * 2})

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["returns.1.sell_line_id"]
    assert level(shop, shop.water) == 146


@exchange("sell_returns.upsert")
def test_a_number_that_is_taken(shop: Shop) -> None:
    returned(shop, sell(shop, line(shop.water)), 1, invoice_no="MY-1")

    answer = shop.client().post("/sell-returns", body(sell(shop, line(shop.water)), 1, invoice_no="MY-1"))

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["invoice_no"])


@exchange("sell_returns.upsert")
def test_sales_that_the_caller_may_not_take_back(shop: Shop) -> None:
    open_shift(shop)
    clerk = shop.user(permissions=[OWN, "sell.create"])
    own, other = sell(shop, line(shop.water), user=clerk), sell(shop, line(shop.water))
    far = sell(shop, line(shop.water), location_id=shop.second_location.pk)
    draft = sell(shop, line(shop.water), status="draft")
    held = sell(shop, line(shop.water), is_direct=False, is_suspended=True)

    def status(client: Any, sale: CheckedOut) -> int:
        return int(client.post("/sell-returns", body(sale, 1)).status_code)

    assert status(shop.client(clerk), other) == 404
    assert status(shop.client(permissions=[ALL], locations=[shop.location]), far) == 404
    assert status(shop.other.client(), own) == 404
    assert status(shop.client(), draft) == 404
    assert status(shop.client(), held) == 422
    assert not Sale.objects.filter(type="sell_return").exists()
    assert status(shop.client(clerk), own) == 201


@exchange("sell_returns.upsert", "sell_returns.payments.create", "sell_returns.delete")
def test_what_stands_before_every_write(shop: Shop, settings: Any) -> None:
    sale = sell(shop, line(shop.water, "2"))
    found = returned(shop, sale, 1)

    def statuses(client: Any) -> list[int]:
        return [
            client.post("/sell-returns", body(sale, 2)).status_code,
            client.post(f"/sell-returns/{found}/payments", {"amount": 1, "method": "cash"}).status_code,
            client.delete(f"/sell-returns/{found}").status_code,
        ]

    assert statuses(shop.client(permissions=["sell.view", "sell.create"])) == [403, 403, 403]
    settings.DEMO_MODE = True
    assert statuses(shop.client()) == [403, 403, 403]
    settings.DEMO_MODE = False
    shop.end_subscription()
    assert statuses(shop.client()) == [402, 402, 402]
    assert level(shop, shop.water) == 149
    assert not Payment.objects.exists()
    assert Sale.objects.get(pk=found).voided_at is None


@exchange("sell_returns.upsert")
def test_a_repeat_under_its_key_is_answered_as_before(shop: Shop) -> None:
    given, headers = body(sell(shop, line(shop.water, "4")), 1), {"Idempotency-Key": "back-1"}
    first = shop.client().post("/sell-returns", given, headers=headers)

    again = shop.client().post("/sell-returns", given, headers=headers)

    assert (again.status_code, again.content) == (201, first.content)
    assert Sale.objects.get(type="sell_return").version == 1


# --- sell_returns.payments.create ----------------------------------------------------------------------------------


@exchange("sell_returns.payments.create")
def test_a_refund(shop: Shop) -> None:
    open_shift(shop)
    found = returned(shop, sell(shop, line(shop.water, "8")), 8)
    client = shop.client(permissions=[ALL, "sell.payments"])

    answer = client.post(
        f"/sell-returns/{found}/payments",
        {
            "amount": "4.25",
            "method": "card",
            "paid_on": "2026-03-05 08:00",
            "card_number": "4111",
            "card_security": "9",
        },
    )

    assert answer.status_code == 201
    payment = Payment.objects.get()
    assert answer.json()["data"] == {
        "transaction_id": found,
        "payment_id": payment.pk,
        "payment_ref_no": "SP2026/0001",
        "payment_status": "partial",
        "amount": D("4.25"),
        "method": "card",
        "paid_on": "2026-03-05T08:00:00+05:30",
    }
    assert payment.instrument == {"card_number": "4111"}
    assert Sale.objects.get(pk=found).paid == D("4.25")
    assert not CashMovement.objects.exists()
    rest = client.post(f"/sell-returns/{found}/payments", {"amount": 5.75, "method": "cash"})
    assert rest.json()["data"]["payment_status"] == "paid"


@exchange("sell_returns.payments.create")
def test_a_refund_that_is_refused(shop: Shop) -> None:
    found = returned(shop, sell(shop, line(shop.water, "8"), contact_id=shop.customer.pk), 8)
    client = shop.client(permissions=[ALL, "sell.payments"])

    def status(caller: Any = client, **fields: Any) -> int:
        given = {"amount": 10, "method": "cash", **fields}
        return int(caller.post(f"/sell-returns/{found}/payments", given).status_code)

    assert status(amount=None) == 422
    assert status(amount=0.009) == 422
    assert status(method=None) == 422
    assert status(method="custom_pay_7") == 422
    assert status(method="advance") == 422
    assert status(paid_on="never") == 422
    assert status(account_id=10**9) == 422
    assert status(shop.client(permissions=[ALL])) == 403
    assert status(shop.client(permissions=["sell.payments"])) == 403
    assert status(shop.client(permissions=["sell.payments", OWN])) == 404
    assert status(shop.other.client()) == 404
    assert not Payment.objects.exists()
    assert status() == 201
    assert status() == 422
    assert Payment.objects.count() == 1


# --- sell_returns.delete -------------------------------------------------------------------------------------------


@exchange("sell_returns.delete")
def test_a_return_is_deleted(shop: Shop) -> None:
    sale = sell(shop, line(shop.water, "8"))
    found = returned(shop, sale, 8)
    client = shop.client(permissions=[ALL, "sell.payments"])
    client.post(f"/sell-returns/{found}/payments", {"amount": 4, "method": "cash"})

    answer = client.delete(f"/sell-returns/{found}")

    assert answer.status_code == 200
    assert (list(answer.json()), answer.json()["data"]) == (["message", "data"], {"id": found})
    assert level(shop, shop.water) == 142
    assert SaleLine.objects.get(sale_id=sale.id).quantity_returned == 0
    assert Payment.objects.get().voided_at == shop.now
    assert [kind for kind, _, _ in facts()][-1] == "return.voided"
    assert client.get(f"/sell-returns/{found}").status_code == 404
    assert client.delete(f"/sell-returns/{found}").status_code == 404


@exchange("sell_returns.delete")
def test_a_return_that_may_not_be_deleted(shop: Shop) -> None:
    clerk = shop.user(permissions=[OWN, "sell.create"])
    found = returned(shop, sell(shop, line(shop.jeans_28, "10")), 4)
    own = returned(shop, sell(shop, line(shop.water), user=clerk), 1, user=clerk)
    sell(shop, line(shop.jeans_28, "3"))

    assert shop.client(clerk).delete(f"/sell-returns/{found}").status_code == 404
    refused = shop.client().delete(f"/sell-returns/{found}")
    assert (refused.status_code, list(refused.json())) == (422, ["message"])
    assert Sale.objects.get(pk=found).voided_at is None
    assert shop.client(clerk).delete(f"/sell-returns/{own}").status_code == 200
