"""The shipments of the Integration API."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import orjson
import pytest

from polytill.domain.sales.models import Sale
from polytill.operations.checkout import CheckedOut, Shipping
from tests.contracts.exchange import exchange, table
from tests.selling import line, open_shift, sell
from tests.shop import Shop, facts

pytestmark = pytest.mark.django_db
ROW = [
    "id", "invoice_no", "ref_no", "transaction_date", "status", "payment_status", "final_total", "total_before_tax",
    "tax_amount", "discount_amount", "total_paid", "is_direct_sale", "sub_type", "shipping_status",
    "shipping_details", "shipping_address", "delivered_to", "delivery_person", "shipping_custom_field_1",
    "shipping_custom_field_2", "shipping_custom_field_3", "shipping_custom_field_4", "shipping_custom_field_5",
    "contact", "location",
]  # fmt: skip
ALL, OWN, AGENT = "access_shipping", "access_own_shipping", "access_commission_agent_shipping"
PENDING = "access_pending_shipments_only"


def ship(shop: Shop, shipping_status: str | None = "ordered", **fields: Any) -> CheckedOut:
    return sell(shop, line(shop.water), shipping=Shipping(status=shipping_status), **fields)


def ids(client: Any, **query: Any) -> list[int]:
    return [row["id"] for row in client.get("/shipments", query).json()["data"]]


# --- shipments.list ------------------------------------------------------------------------------------------------


@exchange("shipments.list")
def test_a_row_of_the_list(shop: Shop) -> None:
    sale = sell(
        shop, line(shop.water, "4"), contact_id=shop.customer.pk, ref_no="R-1",
        shipping=Shipping("By bike", "1 Main St", "packed", D(3), "Mrs Stone"),
    )  # fmt: skip
    ship(shop.other)
    change = {"delivery_person": shop.cashier.pk, "shipping_custom_field_2": "fragile"}
    assert shop.client().put(f"/shipments/{sale.id}", change).status_code == 200

    answer = shop.client(permissions=[ALL]).get("/shipments")

    assert answer.json() == {
        "data": [
            {
                "id": sale.id,
                "invoice_no": "AS0001",
                "ref_no": "R-1",
                "transaction_date": "2026-03-06T17:30:00+05:30",
                "status": "final",
                "payment_status": "due",
                "final_total": 8,
                "total_before_tax": 5,
                "tax_amount": 0,
                "discount_amount": 0,
                "total_paid": 0,
                "is_direct_sale": True,
                "sub_type": None,
                "shipping_status": "packed",
                "shipping_details": "By bike",
                "shipping_address": "1 Main St",
                "delivered_to": "Mrs Stone",
                "delivery_person": shop.cashier.pk,
                "shipping_custom_field_1": None,
                "shipping_custom_field_2": "fragile",
                "shipping_custom_field_3": None,
                "shipping_custom_field_4": None,
                "shipping_custom_field_5": None,
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


@exchange("shipments.list")
def test_only_final_sales_with_a_status_are_on_their_way(shop: Shop) -> None:
    open_shift(shop)
    shipped = ship(shop)
    ship(shop, None)
    ship(shop, "packed", status="draft")
    project = ship(shop)
    Sale.objects.filter(pk=project.id).update(sub_type="project_invoice")

    assert ids(shop.client()) == [shipped.id]


@exchange("shipments.list")
def test_the_list_is_narrowed(shop: Shop) -> None:
    clerk = shop.user(permissions=["sell.create"])
    first = ship(shop, contact_id=shop.customer.pk)
    second = ship(shop, "delivered", user=clerk, location_id=shop.second_location.pk)
    Sale.objects.filter(pk=second.id).update(delivery_person=shop.cashier, at="2026-03-01T12:00:00Z")
    client = shop.client()

    assert ids(client) == [first.id, second.id]
    assert ids(client, per_page=1, page=2) == [second.id]
    assert ids(client, location_id=shop.second_location.pk) == [second.id]
    assert ids(client, contact_id=shop.customer.pk) == [first.id]
    assert ids(client, created_by=clerk.pk) == [second.id]
    assert ids(client, start_date="2026-03-01", end_date="2026-03-01") == [second.id]
    assert ids(client, end_date="2026-03-01") == [first.id, second.id]
    assert ids(client, shipping_status="ordered") == [first.id]
    assert ids(client, delivery_person=shop.cashier.pk) == [second.id]
    assert ids(client, only_pending="true") == ids(client, only_pending="1") == [first.id]
    assert ids(client, only_pending="0") == [first.id, second.id]
    assert ids(client, q="stone") == [first.id]
    assert ids(client, q=second.number) == [second.id]


@exchange("shipments.list")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": "x"}, "q"),
        ({"per_page": 0}, "per_page"),
        ({"shipping_status": "lost"}, "shipping_status"),
        ({"only_pending": "maybe"}, "only_pending"),
        ({"delivery_person": "Joe"}, "delivery_person"),
        ({"format": "xml"}, "format"),
    ],
)
def test_the_list_refuses_a_wrong_query(shop: Shop, query: dict[str, Any], field: str) -> None:
    answer = shop.client().get("/shipments", query)

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


@exchange("shipments.list", "shipments.get", "shipments.update")
def test_who_ships_what(shop: Shop) -> None:
    clerk = shop.user(permissions=[OWN, "sell.create"])
    agent = shop.user(permissions=[AGENT])
    both = shop.user(permissions=[OWN, AGENT, "sell.create"])
    by_clerk = ship(shop, user=clerk)
    for_agent = ship(shop, agent_id=agent.pk)
    mixed_own, mixed_agent = ship(shop, user=both), ship(shop, agent_id=both.pk)
    delivered = ship(shop, "delivered", location_id=shop.second_location.pk)
    pending = shop.client(permissions=[ALL, PENDING])

    assert ids(shop.client(clerk)) == [by_clerk.id]
    assert ids(shop.client(agent)) == [for_agent.id]
    assert ids(shop.client(both)) == [mixed_agent.id, mixed_own.id]
    assert delivered.id not in ids(pending)
    assert len(ids(pending)) == 4
    assert ids(shop.client(permissions=[ALL], locations=[shop.second_location])) == [delivered.id]
    for client, sale in ((shop.client(clerk), for_agent), (pending, delivered), (shop.other.client(), by_clerk)):
        assert client.get(f"/shipments/{sale.id}").json() == {"message": "Not found"}
        assert client.put(f"/shipments/{sale.id}", {"shipping_status": "shipped"}).status_code == 404
    assert not Sale.objects.filter(shipping_status="shipped").exists()


@exchange("shipments.list", "shipments.get", "shipments.statuses", "shipments.update")
@pytest.mark.parametrize("rights", [["sell.view", "sell.update"], [PENDING]])
def test_without_a_right_nothing_is_shipped(shop: Shop, rights: list[str]) -> None:
    sale = ship(shop)
    client = shop.client(permissions=rights)

    for path in ("/shipments", f"/shipments/{sale.id}", "/shipments/shipping-statuses"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})
    assert client.put(f"/shipments/{sale.id}", {"shipping_status": "shipped"}).status_code == 403
    assert Sale.objects.get().shipping_status == "ordered"


@exchange("shipments.list")
def test_the_list_as_csv(shop: Shop) -> None:
    ship(shop)
    sale = ship(shop, "packed")
    shop.client().put(f"/shipments/{sale.id}", {"shipping_custom_field_5": "=A1"})

    rows = table(shop.client().get("/shipments", {"format": "csv", "per_page": 1, "page": 3}))

    assert list(rows[0]) == ROW
    assert [row["shipping_status"] for row in rows] == ["packed", "ordered"]
    assert [row["shipping_custom_field_5"] for row in rows] == ["'=A1", ""]


# --- shipments.get and statuses ------------------------------------------------------------------------------------


@exchange("shipments.get")
def test_one_shipment(shop: Shop) -> None:
    sale, unshipped = ship(shop), ship(shop, None)
    client = shop.client(permissions=[ALL])

    answer = client.get(f"/shipments/{sale.id}").json()

    assert list(answer) == ["data"]
    assert answer["data"] == client.get("/shipments").json()["data"][0]
    assert client.get(f"/shipments/{unshipped.id}").status_code == 404
    assert client.get(f"/shipments/{sale.id}", {"format": "xml"}).status_code == 422
    (row,) = table(client.get(f"/shipments/{sale.id}", {"format": "csv"}))
    assert list(row) == [*ROW, "data_json"]
    assert row["final_total"] == "1.25"
    assert orjson.loads(row["data_json"])["contact"]["id"] == shop.walk_in.pk


@exchange("shipments.statuses")
@pytest.mark.parametrize("right", [ALL, OWN, AGENT])
def test_the_statuses(shop: Shop, right: str) -> None:
    client = shop.client(permissions=[right])
    expected = [
        {"key": "ordered", "label": "Ordered"},
        {"key": "packed", "label": "Packed"},
        {"key": "shipped", "label": "Shipped"},
        {"key": "delivered", "label": "Delivered"},
        {"key": "cancelled", "label": "Cancelled"},
    ]

    assert client.get("/shipments/shipping-statuses").json() == {"data": expected}
    assert table(client.get("/shipments/shipping-statuses", {"format": "csv"})) == expected


# --- shipments.update ----------------------------------------------------------------------------------------------


@exchange("shipments.update")
@pytest.mark.parametrize("verb", ["put", "patch"])
def test_a_shipment_goes_on(shop: Shop, verb: str) -> None:
    sale = ship(shop, None, ref_no="R")
    client = shop.client(permissions=[ALL])
    given = {
        "shipping_details": "Box 7",
        "shipping_address": "2 High St",
        "shipping_status": "shipped",
        "delivered_to": "Porter",
        "delivery_person": shop.cashier.pk,
        "shipping_custom_field_1": "a",
        "shipping_custom_field_3": "c",
        "shipping_note": "left at noon",
    }

    answer = getattr(client, verb)(f"/shipments/{sale.id}", given)

    assert answer.status_code == 200
    assert list(answer.json()) == ["message", "data"]
    assert answer.json()["data"] == {
        "id": sale.id, "shipping_status": "shipped", "delivery_person": shop.cashier.pk,
    }  # fmt: skip
    row = client.get(f"/shipments/{sale.id}").json()["data"]
    assert {name: row[name] for name in given if name != "shipping_note"} == {
        name: value for name, value in given.items() if name != "shipping_note"
    }
    kind, subject, payload = facts()[-1]
    assert (kind, subject, payload["note"]) == ("shipment.updated", sale.id, "left at noon")


@exchange("shipments.update")
def test_what_stays_away_stays_as_it_is(shop: Shop) -> None:
    sale = ship(shop)
    client = shop.client()
    client.put(f"/shipments/{sale.id}", {"delivered_to": "Porter", "shipping_custom_field_1": "a"})

    client.put(f"/shipments/{sale.id}", {"shipping_custom_field_2": "b"})
    cleared = client.put(f"/shipments/{sale.id}", {"shipping_custom_field_1": None, "shipping_status": "cancelled"})

    assert cleared.json()["data"]["shipping_status"] == "cancelled"
    row = client.get(f"/shipments/{sale.id}").json()["data"]
    assert (row["delivered_to"], row["shipping_custom_field_1"], row["shipping_custom_field_2"]) == (
        "Porter",
        None,
        "b",
    )
    gone = client.put(f"/shipments/{sale.id}", {"shipping_status": None})
    assert gone.json()["data"]["shipping_status"] is None
    assert client.get(f"/shipments/{sale.id}").status_code == 404


@exchange("shipments.update")
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"shipping_note": "only this"},
        {"status": "shipped"},
        {"shipping_status": "lost"},
        {"delivery_person": 10**9},
        {"delivery_person": "Joe"},
        {"delivered_to": "x" * 192},
        {"shipping_details": 7},
    ],
)
def test_a_wrong_body_changes_nothing(shop: Shop, given: dict[str, Any]) -> None:
    sale = ship(shop)
    before = Sale.objects.values().get()

    assert shop.client().put(f"/shipments/{sale.id}", given).status_code == 422
    assert Sale.objects.values().get() == before


@exchange("shipments.update")
def test_a_strangers_user_delivers_nothing(shop: Shop) -> None:
    sale = ship(shop)

    answer = shop.client().put(f"/shipments/{sale.id}", {"delivery_person": shop.other.admin.pk})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["delivery_person"])


@exchange("shipments.update")
def test_what_is_no_final_sale_is_not_shipped(shop: Shop, settings: Any) -> None:
    draft, sale = ship(shop, status="draft"), ship(shop)
    given = {"shipping_status": "shipped"}

    assert shop.client().put(f"/shipments/{draft.id}", given).status_code == 404
    shop.end_subscription()
    assert shop.client().put(f"/shipments/{sale.id}", given).status_code == 200
    settings.DEMO_MODE = True
    assert shop.client().put(f"/shipments/{sale.id}", {"shipping_status": "packed"}).status_code == 403
    assert Sale.objects.get(pk=sale.id).shipping_status == "shipped"
