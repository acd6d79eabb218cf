"""The sales orders of the Integration API."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import orjson
import pytest

from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.stock.models import StockMove
from tests.contracts.exchange import exchange, table
from tests.selling import level
from tests.shop import Shop, facts

pytestmark = pytest.mark.django_db
ROW = [
    "id", "invoice_no", "document", "transaction_date", "status", "shipping_status", "final_total",
    "total_before_tax", "tax_amount", "discount_amount", "so_qty_remaining", "contact", "location",
]  # fmt: skip
DETAIL = [
    "id", "invoice_no", "document", "transaction_date", "status", "payment_status", "shipping_status", "final_total",
    "total_before_tax", "tax_amount", "discount_amount", "additional_notes", "contact", "location", "order_tax",
    "lines",
]  # fmt: skip


def product(variation: Any, quantity: Any = 1, price: Any = 10, tax: Any = 0, **fields: Any) -> dict[str, Any]:
    return {
        "product_id": variation.product_id,
        "variation_id": variation.pk,
        "quantity": quantity,
        "unit_price": price,
        "unit_price_inc_tax": price + tax,
        "item_tax": tax,
        **fields,
    }


def body(shop: Shop, *products: Any, **fields: Any) -> dict[str, Any]:
    whole = {
        "contact_id": shop.customer.pk,
        "location_id": shop.location.pk,
        "transaction_date": "2026-03-06 17:30:00",
        "products": list(products) or [product(shop.water, 3)],
    }
    return {**whole, **fields}


def order(shop: Shop, *products: Any, user: Any = "admin", **fields: Any) -> int:
    answer = shop.client(user).post("/sales-orders", body(shop, *products, **fields))
    assert answer.status_code == 201, answer.content
    return int(answer.json()["data"]["id"])


def invoice(shop: Shop, order_id: int, *products: Any) -> int:
    answer = shop.client().post("/sells", {**body(shop, *products), "status": "final", "sales_order_ids": [order_id]})
    assert answer.status_code == 201, answer.content
    return int(answer.json()["data"]["id"])


def lines_of(order_id: int) -> list[int]:
    return [row.pk for row in SaleLine.objects.filter(sale_id=order_id).order_by("position")]


def ids(client: Any, **query: Any) -> list[int]:
    return [row["id"] for row in client.get("/sales-orders", query).json()["data"]]


# --- sales_orders.list ---------------------------------------------------------------------------------------------


@exchange("sales_orders.list")
def test_a_row_of_the_list(shop: Shop) -> None:
    found = order(
        shop, product(shop.water, 3), product(shop.jeans_28, 2, 70, 7), tax_rate_id=shop.vat.pk,
        discount_type="percentage", discount_amount=10, shipping_status="by mule", shipping_charges=5,
    )  # fmt: skip
    order(shop.other)
    invoice(shop, found, product(shop.water, 2))

    answer = shop.client(permissions=["so.view_all"]).get("/sales-orders")

    assert answer.json() == {
        "data": [
            {
                "id": found,
                "invoice_no": "SO0001",
                "document": None,
                "transaction_date": "2026-03-06T17:30:00+05:30",
                "status": "partial",
                "shipping_status": "by mule",
                "final_total": D("187.16"),
                "total_before_tax": 184,
                "tax_amount": D("16.56"),
                "discount_amount": D("18.4"),
                "so_qty_remaining": 3,
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
    assert list(answer.json()["data"][0]) == ROW


@exchange("sales_orders.list")
def test_the_list_is_narrowed(shop: Shop) -> None:
    first = order(shop, invoice_no="PO-77", shipping_status="by mule")
    second = order(
        shop, contact_id=shop.walk_in.pk, location_id=shop.second_location.pk, transaction_date="2026-03-01",
    )  # fmt: skip
    invoice(shop, first, product(shop.water, 3))
    client = shop.client()

    assert ids(client) == [first, second]
    assert ids(client, per_page=1, page=2) == [second]
    assert ids(client, location_id=shop.second_location.pk) == [second]
    assert ids(client, contact_id=shop.customer.pk) == [first]
    assert ids(client, status="completed") == [first]
    assert ids(client, status="ordered") == [second]
    assert ids(client, shipping_status="by mule") == [first]
    assert ids(client, shipping_status="by") == []
    assert ids(client, start_date="2026-03-01", end_date="2026-03-01") == [second]
    assert ids(client, start_date="2026-03-06") == [first, second]
    assert ids(client, q="po-7") == [first]
    assert ids(client, q="walk-in") == [second]
    Sale.objects.filter(pk=second).update(id=987654)
    SaleLine.objects.filter(sale_id=second).update(sale_id=987654)
    assert ids(client, q="987654") == [987654]


@exchange("sales_orders.list")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": "x"}, "q"),
        ({"per_page": 101}, "per_page"),
        ({"status": "open"}, "status"),
        ({"start_date": "03/06/2026"}, "start_date"),
        ({"start_date": "2026-03-02", "end_date": "2026-03-01"}, "end_date"),
        ({"format": "xml"}, "format"),
    ],
)
def test_the_list_refuses_a_wrong_query(shop: Shop, query: dict[str, Any], field: str) -> None:
    answer = shop.client().get("/sales-orders", query)

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


@exchange("sales_orders.list", "sales_orders.get")
def test_who_sees_which_orders(shop: Shop) -> None:
    clerk = shop.user(permissions=["so.create"])
    viewer = shop.user(permissions=["so.view_own", "so.create"])
    by_clerk, by_viewer = order(shop, user=clerk), order(shop, user=viewer)
    far = order(shop, location_id=shop.second_location.pk)

    assert ids(shop.client(clerk)) == [by_clerk]
    assert ids(shop.client(viewer)) == [by_viewer]
    assert ids(shop.client(permissions=["so.view_all"])) == [far, by_viewer, by_clerk]
    assert ids(shop.client(permissions=["so.view_all"], locations=[shop.second_location])) == [far]
    for client, order_id in (
        (shop.client(clerk), by_viewer),
        (shop.client(permissions=["so.view_all"], locations=[shop.location]), far),
        (shop.other.client(), far),
    ):
        assert client.get(f"/sales-orders/{order_id}").json() == {"message": "Not found"}
    for path in ("/sales-orders", f"/sales-orders/{far}"):
        refused = shop.client(permissions=["so.update", "so.delete", "sell.view"]).get(path)
        assert (refused.status_code, refused.json()) == (403, {"message": "Unauthorized"})
        shop.configure(enable_sales_order=False)
        assert shop.client().get(path).status_code == 403
        shop.configure(enable_sales_order=True)


@exchange("sales_orders.list")
def test_the_list_as_csv(shop: Shop) -> None:
    order(shop, product(shop.water, "2.5"))
    order(shop, invoice_no="=1")

    rows = table(shop.client().get("/sales-orders", {"format": "csv", "per_page": 1, "page": 3}))

    assert list(rows[0]) == ROW
    assert [(row["invoice_no"], row["so_qty_remaining"], row["document"]) for row in rows] == [
        ("'=1", "3", ""),
        ("SO0001", "2.5", ""),
    ]


# --- sales_orders.get ----------------------------------------------------------------------------------------------


@exchange("sales_orders.get")
def test_one_order_with_what_is_left(shop: Shop) -> None:
    found = order(
        shop, product(shop.water, 3), product(shop.jeans_28, 2, 70, 7), tax_rate_id=shop.gst.pk, sale_note="by noon"
    )  # fmt: skip
    invoice(shop, found, product(shop.water, 2))
    water, jeans = lines_of(found)

    data = shop.client(permissions=["so.view_all"]).get(f"/sales-orders/{found}").json()["data"]

    assert list(data) == DETAIL
    assert (data["status"], data["payment_status"], data["additional_notes"]) == ("partial", None, "by noon")
    assert data["order_tax"] == {"id": shop.gst.pk, "name": "GST@7%", "amount": 7, "is_tax_group": True}
    assert data["contact"]["email"] == "harry@example.com"
    assert data["lines"] == [
        {
            "id": water, "product_id": shop.water_product.pk, "variation_id": shop.water.pk,
            "product_label": "Mineral Water", "quantity": 3, "so_quantity_invoiced": 2, "quantity_remaining": 1,
            "unit_price": 10, "unit_price_inc_tax": 10, "line_tax": None,
        },
        {
            "id": jeans, "product_id": shop.jeans_product.pk, "variation_id": shop.jeans_28.pk,
            "product_label": "Men's Jeans - 28", "quantity": 2, "so_quantity_invoiced": 0, "quantity_remaining": 2,
            "unit_price": 70, "unit_price_inc_tax": 77,
            "line_tax": {"id": shop.vat.pk, "name": "VAT@10%", "amount": 10},
        },
    ]  # fmt: skip


@exchange("sales_orders.get")
def test_one_order_as_csv(shop: Shop) -> None:
    found = order(shop)

    (row,) = table(shop.client().get(f"/sales-orders/{found}", {"format": "csv"}))

    assert list(row) == [*DETAIL, "data_json"]
    assert orjson.loads(row["data_json"]) == shop.client().get(f"/sales-orders/{found}").json()["data"]
    assert shop.client().get(f"/sales-orders/{found}", {"format": "xml"}).status_code == 422


# --- sales_orders.create -------------------------------------------------------------------------------------------


@exchange("sales_orders.create")
def test_an_order_is_placed(shop: Shop) -> None:
    client = shop.client(permissions=["so.create"])
    moves = StockMove.objects.count()

    answer = client.post(
        "/sales-orders",
        body(shop, product(shop.jeans_28, 20, 70, 7, line_discount_type="fixed", line_discount_amount=0)),
    )

    assert answer.status_code == 201
    row = Sale.objects.get()
    assert list(answer.json()) == ["message", "data"]
    assert answer.json()["data"] == {"id": row.pk, "invoice_no": "SO0001"}
    assert (row.type, row.status, row.is_direct, row.total) == ("sales_order", "ordered", True, 1540)
    assert StockMove.objects.count() == moves
    assert [(kind, subject) for kind, subject, _ in facts()] == [("order.placed", row.pk)]


@exchange("sales_orders.create")
def test_an_order_with_a_number_of_its_own(shop: Shop) -> None:
    order(shop, invoice_no="SO0001")

    assert shop.client().post("/sales-orders", body(shop)).json()["data"]["invoice_no"] == "SO0002"


@exchange("sales_orders.create", "sales_orders.update")
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"contact_id": None}, "contact_id"),
        ({"contact_id": 10**9}, "contact_id"),
        ({"location_id": 10**9}, "location_id"),
        ({"transaction_date": "soon"}, "transaction_date"),
        ({"tax_rate_id": 10**9}, "tax_rate_id"),
        ({"discount_type": "half"}, "discount_type"),
        ({"discount_type": "percentage", "discount_amount": 101}, "discount_amount"),
        ({"invoice_no": "x" * 192}, "invoice_no"),
        ({"shipping_status": "x" * 65}, "shipping_status"),
        ({"shipping_charges": -1}, "shipping_charges"),
        ({"products": []}, "products"),
        ({"products": [{}]}, "products.0.product_id"),
    ],
)
def test_a_wrong_body_changes_nothing(shop: Shop, fields: dict[str, Any], field: str) -> None:
    found = order(shop)
    before = Sale.objects.values().get()

    for answer in (
        shop.client().post("/sales-orders", body(shop, **fields)),
        shop.client().put(f"/sales-orders/{found}", body(shop, **fields)),
    ):
        assert answer.status_code == 422
        assert next(iter(answer.json()["errors"])) == field
    assert Sale.objects.values().get() == before


@exchange("sales_orders.create", "sales_orders.update")
def test_lines_that_cannot_be_ordered(shop: Shop) -> None:
    found = order(shop)

    for line in (
        product(shop.box),
        product(shop.other.water),
        {**product(shop.water), "product_id": shop.jeans_product.pk},
        product(shop.water, 0),
        product(shop.water, line_discount_type="fixed", line_discount_amount=11),
    ):
        assert shop.client().post("/sales-orders", body(shop, line)).status_code == 422
        assert shop.client().put(f"/sales-orders/{found}", body(shop, line)).status_code == 422
    assert Sale.objects.count() == 1
    supplier = shop.client().post("/sales-orders", body(shop, contact_id=shop.supplier.pk))
    assert list(supplier.json()["errors"]) == ["contact_id"]


@exchange("sales_orders.create")
def test_what_stands_before_an_order(shop: Shop, settings: Any) -> None:
    def status(client: Any, **fields: Any) -> int:
        return int(client.post("/sales-orders", body(shop, **fields)).status_code)

    assert status(shop.client(permissions=["so.view_all", "so.update", "sell.create"])) == 403
    assert status(shop.client(permissions=["so.create"], locations=[shop.second_location])) == 403
    settings.DEMO_MODE = True
    assert status(shop.client()) == 403
    settings.DEMO_MODE = False
    shop.configure(enable_sales_order=False)
    assert status(shop.client()) == 403
    shop.configure(enable_sales_order=True)
    shop.end_subscription()
    assert status(shop.client()) == 402
    assert not Sale.objects.exists()


@exchange("sales_orders.create")
def test_an_order_needs_an_invoice_left(shop: Shop) -> None:
    shop.limit(invoice_count=1)
    found = order(shop)
    invoice(shop, found, product(shop.water, 3))

    assert shop.client().post("/sales-orders", body(shop)).status_code == 402


@exchange("sales_orders.create")
def test_a_repeat_under_its_key_is_the_first_order(shop: Shop) -> None:
    first = shop.client().post("/sales-orders", body(shop), headers={"Idempotency-Key": "o-1"})

    again = shop.client().post("/sales-orders", body(shop), headers={"Idempotency-Key": "o-1"})

    assert (again.status_code, again.content) == (201, first.content)
    assert Sale.objects.count() == 1


# --- sales_orders.update -------------------------------------------------------------------------------------------


@exchange("sales_orders.update")
@pytest.mark.parametrize("verb", ["put", "patch"])
def test_an_order_is_written_anew(shop: Shop, verb: str) -> None:
    found = order(shop, product(shop.water, 3), product(shop.jeans_28, 1, 70, 7), shipping_status="by mule")
    water, jeans = lines_of(found)
    invoice(shop, found, product(shop.water, 2))
    client = shop.client(permissions=["so.update"])
    given = body(
        shop, product(shop.rice, 2), product(shop.water, 5, transaction_sell_lines_id=water),
        contact_id=shop.walk_in.pk, invoice_no="PO-9", sale_note="changed",
    )  # fmt: skip

    answer = getattr(client, verb)(f"/sales-orders/{found}", given)

    assert answer.status_code == 200
    assert list(answer.json()) == ["message", "data"]
    assert answer.json()["data"] == {"id": found, "invoice_no": "PO-9"}
    row = Sale.objects.get(pk=found)
    assert (row.type, row.status, row.total, row.version) == ("sales_order", "partial", 70, 2)
    assert (row.contact_id, row.note, row.shipping_status) == (shop.walk_in.pk, "changed", None)
    lines = SaleLine.objects.filter(sale_id=found).order_by("position")
    assert [(x.variation_id, x.quantity, x.quantity_invoiced) for x in lines] == [
        (shop.rice.pk, 2, 0),
        (shop.water.pk, 5, 2),
    ]
    assert lines[1].pk == water
    assert jeans not in lines_of(found)
    assert [kind for kind, _, _ in facts()][-1] == "order.changed"
    assert client.put(f"/sales-orders/{found}", body(shop, product(shop.water, 2, transaction_sell_lines_id=water)))
    assert Sale.objects.get(pk=found).number == "PO-9"


@exchange("sales_orders.update")
def test_a_change_that_is_refused(shop: Shop, settings: Any) -> None:
    found, other = order(shop), order(shop)
    (water,) = lines_of(found)
    (foreign,) = lines_of(other)
    invoice(shop, found, product(shop.water, 2))
    client = shop.client(permissions=["so.update"])
    fine = product(shop.water, 5, transaction_sell_lines_id=water)

    def status(*products: Any, caller: Any = client, **fields: Any) -> int:
        return int(caller.put(f"/sales-orders/{found}", body(shop, *products, **fields)).status_code)

    assert status(product(shop.water, 1, transaction_sell_lines_id=water)) == 422  # less than is invoiced
    assert status(product(shop.rice, 3, transaction_sell_lines_id=water)) == 422
    assert status(product(shop.water, 5)) == 422  # the invoiced line goes
    assert status(fine, product(shop.water, 1, transaction_sell_lines_id=foreign)) == 422
    assert status(fine, fine) == 422
    assert status(fine, caller=shop.client(permissions=["so.view_all", "so.create"])) == 403
    assert status(fine, caller=shop.client(permissions=["so.update", "so.view_own"])) == 404
    assert status(fine, caller=shop.client(permissions=["so.update"], locations=[shop.second_location])) == 404
    assert status(fine, caller=shop.other.client()) == 404
    assert status(fine, caller=shop.client(permissions=["so.update"], locations=[shop.location]),
                  location_id=shop.second_location.pk) == 403  # fmt: skip
    settings.DEMO_MODE = True
    assert status(fine) == 403
    settings.DEMO_MODE = False
    shop.end_subscription()
    assert status(fine) == 402
    shop.configure(enable_sales_order=False)
    assert status(fine) == 403
    assert Sale.objects.get(pk=found).version == 1
    assert SaleLine.objects.get(pk=water).quantity == 3


@exchange("sales_orders.update")
def test_the_days_for_a_change_are_over(shop: Shop) -> None:
    found = order(shop)
    shop.now += timedelta(days=31)

    answer = shop.client().put(f"/sales-orders/{found}", body(shop))

    assert (answer.status_code, list(answer.json())) == (422, ["message"])


@exchange("sales_orders.update")
def test_an_order_whose_goods_came_back_stays_as_it_is(shop: Shop) -> None:
    found = order(shop)
    (water,) = lines_of(found)
    sale = invoice(shop, found, product(shop.water, 2))
    (sold,) = lines_of(sale)
    back = {"transaction_id": sale, "returns": [{"sell_line_id": sold, "quantity": 1}]}
    assert shop.client().post("/sell-returns", back).status_code == 201

    answer = shop.client().put(
        f"/sales-orders/{found}", body(shop, product(shop.water, 5, transaction_sell_lines_id=water))
    )

    assert (answer.status_code, list(answer.json())) == (422, ["message"])


@exchange("sales_orders.update")
def test_a_line_that_a_deleted_sale_had_fulfilled_may_go(shop: Shop) -> None:
    found = order(shop)
    sale = invoice(shop, found, product(shop.water, 2))
    assert shop.client().delete(f"/sells/{sale}").status_code == 200

    answer = shop.client().put(f"/sales-orders/{found}", body(shop, product(shop.rice, 1)))

    assert answer.status_code == 200
    assert SaleLine.objects.get(sale_id=sale).order_line_id is None


# --- sales_orders.delete -------------------------------------------------------------------------------------------


@exchange("sales_orders.delete")
def test_an_order_is_deleted(shop: Shop) -> None:
    found = order(shop)
    client = shop.client(permissions=["so.delete"])
    shop.end_subscription()

    answer = client.delete(f"/sales-orders/{found}")

    assert (answer.status_code, answer.json()["data"]) == (200, {"id": found})
    assert list(answer.json()) == ["message", "data"]
    assert Sale.objects.get().voided_at == shop.now
    assert [kind for kind, _, _ in facts()][-1] == "sale.voided"
    assert client.delete(f"/sales-orders/{found}").status_code == 404
    assert ids(shop.client()) == []


@exchange("sales_orders.delete")
def test_an_order_that_is_not_deleted(shop: Shop, settings: Any) -> None:
    found = order(shop)

    def status(client: Any) -> int:
        return int(client.delete(f"/sales-orders/{found}").status_code)

    assert status(shop.client(permissions=["so.update", "sell.delete"])) == 403
    assert status(shop.client(permissions=["so.delete", "so.view_own"])) == 404
    assert status(shop.other.client()) == 404
    settings.DEMO_MODE = True
    assert status(shop.client()) == 403
    settings.DEMO_MODE = False
    shop.configure(enable_sales_order=False)
    assert status(shop.client()) == 403
    assert Sale.objects.get().voided_at is None


# --- sales_orders.status -------------------------------------------------------------------------------------------


@exchange("sales_orders.status")
@pytest.mark.parametrize("verb", ["put", "patch"])
def test_an_administrator_sets_the_status(shop: Shop, verb: str) -> None:
    found = order(shop)
    shop.end_subscription()

    for status in ("completed", "partial", "ordered", "ordered"):
        answer = getattr(shop.client(), verb)(f"/sales-orders/{found}/status", {"status": status})
        assert (answer.status_code, list(answer.json())) == (200, ["message", "data"])
        assert answer.json()["data"] == {"id": found, "status": status}
        assert Sale.objects.get().status == status
    assert SaleLine.objects.get().quantity_invoiced == 0
    assert level(shop, shop.water) == 150


@exchange("sales_orders.status")
def test_a_status_that_is_not_set(shop: Shop, settings: Any) -> None:
    found = order(shop)
    every_right = [f"so.{verb}" for verb in ("view_all", "view_own", "create", "update", "delete")]

    def status(client: Any, wanted: Any = "completed") -> int:
        return int(client.put(f"/sales-orders/{found}/status", {"status": wanted}).status_code)

    refused = shop.client(permissions=every_right).put(f"/sales-orders/{found}/status", {"status": "completed"})
    assert (refused.status_code, refused.json()) == (403, {"message": "Unauthorized"})
    assert status(shop.client(), "cancelled") == 422
    assert status(shop.client(), None) == 422
    assert status(shop.other.client()) == 404
    settings.DEMO_MODE = True
    assert status(shop.client()) == 403
    settings.DEMO_MODE = False
    shop.configure(enable_sales_order=False)
    assert status(shop.client()) == 403
    assert Sale.objects.get().status == "ordered"
