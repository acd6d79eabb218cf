from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
import pytest

from polytill.domain.pricing.models import Discount
from tests.contracts.exchange import exchange, table
from tests.shop import OPENED, Shop, facts

pytestmark = pytest.mark.django_db
ROW = {
    "id", "business_id", "name", "brand_id", "category_id", "location_id", "priority", "discount_type",
    "discount_amount", "starts_at", "ends_at", "is_active", "applicable_in_cg", "spg", "brand_name", "category_name",
    "location_name", "variations",
}  # fmt: skip


def body(shop: Shop, **fields: Any) -> dict[str, Any]:
    whole = {
        "name": "Spring sale",
        "location_id": shop.location.pk,
        "priority": 1,
        "discount_type": "percentage",
        "discount_amount": 12.5,
    }
    return {**whole, **fields}


def cut(shop: Shop, **fields: Any) -> Discount:
    values = {"name": "Old cut", "kind": "fixed", "value": Decimal(5), "location": shop.location, "priority": 2}
    return Discount.objects.create(business=shop.business, created_at=OPENED, updated_at=OPENED, **{**values, **fields})


# --- discounts.list ------------------------------------------------------------------------------------------------


@exchange("discounts.list")
def test_list_gives_whole_rows_and_the_page(shop: Shop) -> None:
    found = cut(
        shop, brand=shop.levis, category=shop.clothing, for_customer_groups=True, price_group=str(shop.price_group.pk),
        starts_at=datetime(2026, 3, 1, 4, 30, tzinfo=UTC), value=Decimal("7.25"),
    )  # fmt: skip
    found.variations.set([shop.jeans_28])
    cut(shop.other)
    answer = shop.client(permissions=["discount.access"]).get("/discounts").json()
    assert answer == {
        "data": [
            {
                "id": found.pk,
                "business_id": shop.business.pk,
                "name": "Old cut",
                "brand_id": shop.levis.pk,
                "category_id": shop.clothing.pk,
                "location_id": shop.location.pk,
                "priority": 2,
                "discount_type": "fixed",
                "discount_amount": Decimal("7.25"),
                "starts_at": "2026-03-01T10:00:00+05:30",
                "ends_at": None,
                "is_active": True,
                "applicable_in_cg": True,
                "spg": str(shop.price_group.pk),
                "brand_name": "Levis",
                "category_name": "Clothing",
                "location_name": "Awesome Shop High Street",
                "variations": [
                    {
                        "id": shop.jeans_28.pk,
                        "product_id": shop.jeans_product.pk,
                        "sub_sku": "AS0002-1",
                        "label": "Men's Jeans - 28",
                    }
                ],
            }
        ],
        "meta": {"current_page": 1, "last_page": 1, "per_page": 20, "total": 1},
    }


@exchange("discounts.list")
def test_list_pages_filters_and_searches(shop: Shop) -> None:
    first, second, third = cut(shop, name="Alpha"), cut(shop, name="Beta", is_active=False), cut(shop, name="Alphabet")
    client = shop.client()

    def ids(query: dict[str, Any]) -> list[int]:
        return [row["id"] for row in client.get("/discounts", query).json()["data"]]

    assert ids({}) == [third.pk, second.pk, first.pk]
    assert ids({"per_page": 2, "page": 2}) == [first.pk]
    assert client.get("/discounts", {"per_page": 2}).json()["meta"] == {
        "current_page": 1, "last_page": 2, "per_page": 2, "total": 3,
    }  # fmt: skip
    assert ids({"page": 9}) == []
    assert client.get("/discounts", {"page": 9}).json()["meta"]["total"] == 3
    assert ids({"is_active": "0"}) == ids({"is_active": "false"}) == [second.pk]
    assert ids({"is_active": "1"}) == ids({"is_active": "true"}) == [third.pk, first.pk]
    assert ids({"q": "alpha"}) == [third.pk, first.pk]
    # A numeric search also finds the record of that number.
    Discount.objects.filter(pk=first.pk).update(name="no digits")
    Discount.objects.create(
        pk=4711, business=shop.business, name="x", kind="fixed", value=Decimal(1), created_at=OPENED, updated_at=OPENED
    )
    assert ids({"q": "4711"}) == [4711]


@exchange("discounts.list")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": "a"}, "q"),
        ({"per_page": 0}, "per_page"),
        ({"per_page": 101}, "per_page"),
        ({"per_page": "many"}, "per_page"),
        ({"page": 0}, "page"),
        ({"format": "xml"}, "format"),
        ({"is_active": "perhaps"}, "is_active"),
    ],
)
def test_list_refuses_a_wrong_query(shop: Shop, query: dict[str, Any], field: str) -> None:
    answer = shop.client().get("/discounts", query)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert answer.json()["message"] == answer.json()["errors"][field][0]


@exchange("discounts.list")
def test_list_as_csv_streams_every_row_and_ignores_the_page(shop: Shop) -> None:
    cut(shop, name="=1+1").variations.set([shop.water])
    cut(shop, name="Second", value=Decimal("-0.5"))
    answer = shop.client().get("/discounts", {"format": "csv", "per_page": 1, "page": 5})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=UTF-8")
    second, first = table(answer)
    assert set(second) == ROW
    assert first["name"] == "'=1+1"
    assert second["discount_amount"] == "-0.5"
    assert orjson.loads(first["variations"]) == [
        {"id": shop.water.pk, "product_id": shop.water_product.pk, "sub_sku": "AS0001", "label": "Mineral Water"}
    ]


# --- discounts.get -------------------------------------------------------------------------------------------------


@exchange("discounts.get")
def test_get_gives_one_row(shop: Shop) -> None:
    found = cut(shop)
    answer = shop.client().get(f"/discounts/{found.pk}")
    assert answer.status_code == 200
    assert list(answer.json()) == ["data"]
    assert set(answer.json()["data"]) == ROW
    assert answer.json()["data"]["discount_amount"] == 5


@exchange("discounts.get")
def test_get_as_csv_brings_the_json_too(shop: Shop) -> None:
    found = cut(shop)
    client = shop.client()
    [line] = table(client.get(f"/discounts/{found.pk}", {"format": "csv"}))
    assert set(line) == ROW | {"data_json"}
    assert orjson.loads(line["data_json"]) == orjson.loads(client.get(f"/discounts/{found.pk}").content)["data"]


# --- discounts.create ----------------------------------------------------------------------------------------------


@exchange("discounts.create")
def test_create_makes_the_discount_and_answers_it_whole(shop: Shop) -> None:
    sent = body(
        shop, brand_id=shop.levis.pk, category_id=shop.clothing.pk, starts_at="2026-03-10",
        ends_at="2026-03-31 18:30:00", applicable_in_cg=1, spg=shop.price_group.pk,
    )  # fmt: skip
    answer = shop.client(permissions=["discount.access"]).post("/discounts", sent)
    assert answer.status_code == 201
    assert set(answer.json()) == {"message", "data"}
    data = answer.json()["data"]
    assert set(data) == ROW
    assert data["starts_at"] == "2026-03-10T00:00:00+05:30"
    assert data["ends_at"] == "2026-03-31T18:30:00+05:30"
    assert (data["is_active"], data["applicable_in_cg"], data["spg"]) == (True, True, str(shop.price_group.pk))
    row = Discount.objects.get(pk=data["id"])
    assert (row.business_id, row.kind, row.value, row.priority) == (shop.business.pk, "percentage", Decimal("12.5"), 1)
    assert row.starts_at == datetime(2026, 3, 9, 18, 30, tzinfo=UTC)
    assert row.created_at == shop.now
    assert facts("discount.created") == [("discount.created", row.pk, {"name": "Spring sale", "value": "12.5"})]


@exchange("discounts.create")
def test_create_with_variations_clears_brand_and_category(shop: Shop) -> None:
    sent = body(shop, brand_id=shop.levis.pk, category_id=shop.clothing.pk, variation_ids=[shop.water.pk, shop.rice.pk])
    data = shop.client().post("/discounts", sent).json()["data"]
    assert (data["brand_id"], data["category_id"], data["brand_name"]) == (None, None, None)
    assert [v["id"] for v in data["variations"]] == sorted([shop.water.pk, shop.rice.pk])


@exchange("discounts.create")
def test_create_names_foreign_variations(shop: Shop) -> None:
    sent = body(shop, variation_ids=[shop.water.pk, shop.other.water.pk, 999_999])
    answer = shop.client().post("/discounts", sent)
    assert answer.status_code == 422
    assert set(answer.json()) == {"message", "invalid_variation_ids"}
    assert answer.json()["invalid_variation_ids"] == sorted([shop.other.water.pk, 999_999])
    assert not Discount.objects.exists()
    assert facts() == []


@exchange("discounts.create")
@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": None}, {"name": ["The name field is required."]}),
        ({"name": ""}, {"name": ["The name field is required."]}),
        ({"name": 5}, {"name": ["The name field must be a string."]}),
        ({"priority": -1}, {"priority": ["The priority field must be at least 0."]}),
        ({"priority": "first"}, {"priority": ["The priority field must be an integer."]}),
        ({"priority": 1.5}, {"priority": ["The priority field must be an integer."]}),
        ({"discount_type": "percent"}, {"discount_type": ["The selected discount type is invalid."]}),
        ({"discount_amount": -0.01}, {"discount_amount": ["The discount amount field must be at least 0."]}),
        ({"discount_amount": "ten"}, {"discount_amount": ["The discount amount field must be a number."]}),
        ({"discount_amount": 100.01}, {"discount_amount": ["A discount takes off at most 100 per cent."]}),
        ({"starts_at": "soon"}, {"starts_at": ["The starts at field must be a valid date."]}),
        ({"is_active": "perhaps"}, {"is_active": ["The is active field must be true or false."]}),
        ({"location_id": 999_999}, {"location_id": ["The selected location is invalid."]}),
        ({"brand_id": 999_999}, {"brand_id": ["The selected brand is invalid."]}),
        ({"category_id": 999_999}, {"category_id": ["The selected category is invalid."]}),
        ({"spg": 999_999}, {"spg": ["The selected price group is invalid."]}),
        ({"spg": "all"}, {"spg": ["The spg field must be an integer."]}),
        ({"variation_ids": 5}, {"variation_ids": ["The variation ids field must be an array."]}),
        ({"variation_ids": ["x"]}, {"variation_ids.0": ["The variation ids.0 field must be an integer."]}),
        (
            {"starts_at": "2026-03-10", "ends_at": "2026-03-09"},
            {"ends_at": ["The end must be a date after or equal to the start."]},
        ),
    ],
)
def test_create_refuses_wrong_fields(shop: Shop, fields: dict[str, Any], errors: dict[str, list[str]]) -> None:
    answer = shop.client().post("/discounts", body(shop, **fields))
    assert (answer.status_code, answer.json()["errors"]) == (422, errors)
    assert answer.json()["message"] == next(iter(errors.values()))[0]
    assert not Discount.objects.exists()


@exchange("discounts.create")
def test_create_refuses_what_belongs_to_another_business(shop: Shop) -> None:
    sent = body(
        shop, location_id=shop.other.location.pk, brand_id=shop.other.levis.pk, category_id=shop.other.clothing.pk,
        spg=shop.other.price_group.pk,
    )  # fmt: skip
    answer = shop.client().post("/discounts", sent)
    assert set(answer.json()["errors"]) == {"location_id", "brand_id", "category_id", "spg"}
    assert answer.json()["message"] == "The selected location is invalid. (and 3 more errors)"


@exchange("discounts.create")
def test_create_takes_an_end_that_equals_the_start(shop: Shop) -> None:
    sent = body(shop, starts_at="2026-03-10", ends_at="2026-03-10")
    assert shop.client().post("/discounts", sent).status_code == 201


# --- discounts.update ----------------------------------------------------------------------------------------------


@exchange("discounts.update")
@pytest.mark.parametrize("method", ["put", "patch"])
def test_update_changes_only_what_is_sent(shop: Shop, method: str) -> None:
    found = cut(shop, brand=shop.levis)
    found.variations.set([shop.water])
    answer = getattr(shop.client(permissions=["discount.access"]), method)(
        f"/discounts/{found.pk}", {"discount_amount": "6.5", "is_active": False}
    )
    assert answer.status_code == 200
    assert set(answer.json()) == {"message", "data"}
    data = answer.json()["data"]
    assert set(data) == ROW
    assert (data["name"], data["discount_amount"], data["is_active"]) == ("Old cut", Decimal("6.5"), False)
    assert (data["brand_id"], [v["id"] for v in data["variations"]]) == (shop.levis.pk, [shop.water.pk])
    assert facts("discount.updated") == [("discount.updated", found.pk, {"fields": ["is_active", "value"]})]


@exchange("discounts.update")
def test_update_sets_the_variations_to_exactly_the_list(shop: Shop) -> None:
    found = cut(shop, brand=shop.levis)
    client = shop.client()
    path = f"/discounts/{found.pk}"
    data = client.put(path, {"variation_ids": [shop.rice.pk]}).json()["data"]
    assert ([v["id"] for v in data["variations"]], data["brand_id"]) == ([shop.rice.pk], None)
    assert client.put(path, {"variation_ids": []}).json()["data"]["variations"] == []
    client.put(path, {"variation_ids": [shop.rice.pk]})
    assert client.put(path, {"variation_ids": None}).json()["data"]["variations"] == []


@exchange("discounts.update")
def test_update_checks_the_end_against_the_stored_start(shop: Shop) -> None:
    found = cut(shop, starts_at=datetime(2026, 3, 10, tzinfo=UTC))
    path = f"/discounts/{found.pk}"
    answer = shop.client().patch(path, {"ends_at": "2026-03-09"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["ends_at"])
    sent = {"starts_at": "2026-03-01", "ends_at": "2026-03-09"}
    assert shop.client().patch(path, sent).status_code == 200


@exchange("discounts.update")
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": None}, "name"),
        ({"location_id": None}, "location_id"),
        ({"priority": -1}, "priority"),
        ({"discount_type": "half"}, "discount_type"),
        ({"discount_amount": -1}, "discount_amount"),
        ({"brand_id": 999_999}, "brand_id"),
    ],
)
def test_update_refuses_wrong_fields(shop: Shop, fields: dict[str, Any], field: str) -> None:
    found = cut(shop)
    answer = shop.client().put(f"/discounts/{found.pk}", {"name": "New", **fields})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    found.refresh_from_db()
    assert (found.name, found.priority, found.value) == ("Old cut", 2, 5)


@exchange("discounts.update")
def test_update_names_foreign_variations(shop: Shop) -> None:
    found = cut(shop)
    answer = shop.client().put(f"/discounts/{found.pk}", {"variation_ids": [shop.other.water.pk]})
    assert (answer.status_code, answer.json()["invalid_variation_ids"]) == (422, [shop.other.water.pk])


# --- discounts.delete, discounts.activate --------------------------------------------------------------------------


@exchange("discounts.delete")
def test_delete_removes_it(shop: Shop) -> None:
    found = cut(shop)
    number = found.pk
    answer = shop.client(permissions=["discount.access"]).delete(f"/discounts/{number}")
    assert answer.status_code == 200
    assert (set(answer.json()), answer.json()["data"]) == ({"message", "data"}, {"id": number})
    assert not Discount.objects.filter(pk=number).exists()
    assert facts("discount.deleted") == [("discount.deleted", number, {"name": "Old cut"})]


@exchange("discounts.activate")
def test_activate_switches_it_on_whatever_it_was(shop: Shop) -> None:
    found = cut(shop, is_active=False)
    for _ in range(2):
        answer = shop.client(permissions=["discount.access"]).post(f"/discounts/{found.pk}/activate")
        assert answer.status_code == 200
        assert answer.json()["data"] == {"id": found.pk, "is_active": True}
        found.refresh_from_db()
        assert found.is_active is True


# --- who may, and whose --------------------------------------------------------------------------------------------

CALLS = {
    "discounts.list": ("GET", "/discounts"),
    "discounts.get": ("GET", "/discounts/{id}"),
    "discounts.create": ("POST", "/discounts"),
    "discounts.update": ("PUT", "/discounts/{id}"),
    "discounts.delete": ("DELETE", "/discounts/{id}"),
    "discounts.activate": ("POST", "/discounts/{id}/activate"),
}
WRITES = ("discounts.create", "discounts.update", "discounts.delete", "discounts.activate")


def call(client: Any, exchange: str, number: int, sent: dict[str, Any] | None) -> Any:
    method, path = CALLS[exchange]
    path = path.format(id=number)
    return client.get(path) if method == "GET" else getattr(client, method.lower())(path, sent)


@pytest.mark.parametrize("exchange", CALLS)
def test_without_the_permission_nothing_is_shown_or_changed(shop: Shop, exchange: str) -> None:
    found = cut(shop, is_active=False)
    answer = call(shop.client(permissions=["sell.view"]), exchange, found.pk, body(shop, is_active=True))
    assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})
    assert list(Discount.objects.values_list("pk", "name", "is_active")) == [(found.pk, "Old cut", False)]


@pytest.mark.parametrize("exchange", WRITES)
def test_a_demo_installation_refuses_writes(shop: Shop, settings: Any, exchange: str) -> None:
    settings.DEMO_MODE = True
    found = cut(shop, is_active=False)
    answer = call(shop.client(), exchange, found.pk, body(shop, is_active=True))
    assert (answer.status_code, answer.json()) == (403, {"message": "This is not possible in the demo."})
    assert list(Discount.objects.values_list("pk", "name", "is_active")) == [(found.pk, "Old cut", False)]


@pytest.mark.parametrize("exchange", [name for name in CALLS if "{id}" in CALLS[name][1]])
def test_another_business_discount_is_missing(shop: Shop, exchange: str) -> None:
    foreign = cut(shop.other, is_active=False)
    answer = call(shop.client(), exchange, foreign.pk, body(shop))
    assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})
    foreign.refresh_from_db()
    assert (foreign.name, foreign.is_active) == ("Old cut", False)
