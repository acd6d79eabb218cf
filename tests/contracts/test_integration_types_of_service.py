from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
import pytest

from polytill.domain.dining.models import ServiceType
from polytill.domain.sales.models import Sale
from tests.contracts.exchange import exchange, table
from tests.shop import OPENED, Shop, facts

PATH = "/types-of-service"
MAY = ["access_types_of_service"]
ROW = {
    "id", "name", "description", "location_price_group", "packing_charge", "packing_charge_type",
    "enable_custom_fields", "created_at", "updated_at",
}  # fmt: skip


def kind(shop: Shop, name: str, **fields: Any) -> ServiceType:
    return ServiceType.objects.create(business=shop.business, name=name, created_at=OPENED, updated_at=OPENED, **fields)


def ids(answer: Any) -> list[int]:
    return [row["id"] for row in answer.json()["data"]]


# --- types_of_service.list -----------------------------------------------------------------------------------------


@exchange("types_of_service.list")
def test_list_gives_whole_rows_and_the_page(shop: Shop) -> None:
    answer = shop.client(permissions=MAY).get(PATH)
    assert answer.status_code == 200
    assert answer.json() == {
        "data": [
            {
                "id": shop.service_type.pk,
                "name": "Home Delivery",
                "description": "Brought to the door",
                "location_price_group": {
                    str(shop.location.pk): 0,
                    str(shop.second_location.pk): shop.price_group.pk,
                },
                "packing_charge": 10,
                "packing_charge_type": "fixed",
                "enable_custom_fields": True,
                "created_at": "2026-03-01T10:00:00+05:30",
                "updated_at": "2026-03-01T10:00:00+05:30",
            }
        ],
        "meta": {"current_page": 1, "last_page": 1, "per_page": 20, "total": 1},
    }


@exchange("types_of_service.list")
def test_list_searches_sorts_and_pages(shop: Shop) -> None:
    first = shop.service_type
    dine_in = kind(shop, "Dine in", packing_charge_type="percent", description="At the table")
    takeaway = kind(shop, "takeaway")
    client = shop.client()
    assert ids(client.get(PATH)) == [dine_in.pk, first.pk, takeaway.pk]
    assert ids(client.get(PATH, {"direction": "desc"})) == [takeaway.pk, first.pk, dine_in.pk]
    assert ids(client.get(PATH, {"sort": "created_at", "direction": "desc"})) == [takeaway.pk, dine_in.pk, first.pk]
    assert ids(client.get(PATH, {"sort": "packing_charge_type"})) == [takeaway.pk, first.pk, dine_in.pk]
    assert ids(client.get(PATH, {"q": "door"})) == [first.pk]
    assert ids(client.get(PATH, {"search": "a"})) == [dine_in.pk, takeaway.pk]
    assert ids(client.get(PATH, {"q": "dine", "search": "takeaway"})) == [dine_in.pk]
    assert ids(client.get(PATH, {"per_page": 1, "page": 3})) == [takeaway.pk]


@exchange("types_of_service.list")
def test_list_finds_a_record_by_its_number(shop: Shop) -> None:
    ServiceType.objects.create(pk=4711, business=shop.business, name="x", created_at=OPENED, updated_at=OPENED)
    assert ids(shop.client().get(PATH, {"q": "4711"})) == [4711]


@exchange("types_of_service.list")
@pytest.mark.parametrize(
    ("query", "field"),
    [({"q": "a"}, "q"), ({"sort": "id"}, "sort"), ({"direction": "up"}, "direction"), ({"per_page": 101}, "per_page")],
)
def test_list_refuses_a_wrong_query(shop: Shop, query: dict[str, Any], field: str) -> None:
    answer = shop.client().get(PATH, query)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


@exchange("types_of_service.list")
def test_list_as_csv_streams_every_row(shop: Shop) -> None:
    kind(shop, "@home")
    rows = table(shop.client().get(PATH, {"format": "csv", "per_page": 1, "page": 7}))
    assert [row["name"] for row in rows] == ["'@home", "Home Delivery"]
    assert set(rows[0]) == ROW
    assert orjson.loads(rows[1]["location_price_group"]) == {
        str(shop.location.pk): 0,
        str(shop.second_location.pk): shop.price_group.pk,
    }


@exchange("types_of_service.list")
def test_list_has_a_failure_text_of_its_own(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr("polytill.api.integration.endpoints.types_of_service.service_types", broken)
    answer = shop.client().get(PATH)
    assert (answer.status_code, answer.json()) == (500, {"message": "Could not list types of service"})


# --- types_of_service.get ------------------------------------------------------------------------------------------


@exchange("types_of_service.get")
def test_get_gives_one_row_and_its_csv_the_same(shop: Shop) -> None:
    client, path = shop.client(permissions=MAY), f"{PATH}/{shop.service_type.pk}"
    answer = client.get(path)
    assert (answer.status_code, list(answer.json()), set(answer.json()["data"])) == (200, ["data"], ROW)
    [line] = table(client.get(path, {"format": "csv"}))
    assert set(line) == ROW | {"data_json"}
    assert orjson.loads(line["data_json"]) == orjson.loads(answer.content)["data"]
    assert client.get(path, {"format": "pdf"}).status_code == 422


# --- types_of_service.create ---------------------------------------------------------------------------------------


@exchange("types_of_service.create")
def test_create_reads_the_charge_in_the_format_of_the_business(shop: Shop) -> None:
    shop.business.decimal_separator, shop.business.thousand_separator = ",", "."
    shop.business.save(update_fields=["decimal_separator", "thousand_separator"])
    sent = {
        "name": "Catering",
        "description": "For many",
        "location_price_group": {str(shop.location.pk): str(shop.price_group.pk)},
        "packing_charge_type": "percent",
        "packing_charge": "1.002,5",
        "enable_custom_fields": "1",
    }
    answer = shop.client(permissions=MAY).post(PATH, sent)
    assert answer.status_code == 201
    assert list(answer.json()) == ["data"]
    data = answer.json()["data"]
    assert set(data) == ROW
    assert data["packing_charge"] == Decimal("1002.5")
    assert data["location_price_group"] == {str(shop.location.pk): shop.price_group.pk}
    assert data["created_at"] == "2026-03-06T17:30:00+05:30"
    row = ServiceType.objects.get(pk=data["id"])
    assert (row.business_id, row.packing_charge, row.enable_custom_fields) == (
        shop.business.pk,
        Decimal("1002.5"),
        True,
    )
    assert facts("service_type.created") == [("service_type.created", row.pk, {"name": "Catering"})]


@exchange("types_of_service.create")
def test_create_fills_in_what_is_left_out(shop: Shop) -> None:
    data = shop.client().post(PATH, {"name": "Drive-in"}).json()["data"]
    assert data["packing_charge"] == 0
    assert data["enable_custom_fields"] is False
    assert (data["description"], data["location_price_group"], data["packing_charge_type"]) == (None, None, None)


@exchange("types_of_service.create")
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": None}, "name"),
        ({"name": "n" * 256}, "name"),
        ({"description": "d" * 5001}, "description"),
        ({"packing_charge_type": "percentage"}, "packing_charge_type"),
        ({"packing_charge": "much"}, "packing_charge"),
        ({"packing_charge": -1}, "packing_charge"),
        ({"enable_custom_fields": "maybe"}, "enable_custom_fields"),
        ({"location_price_group": "all"}, "location_price_group"),
        ({"location_price_group": {"999999": 0}}, "location_price_group"),
        ({"location_price_group": [5]}, "location_price_group"),
    ],
)
def test_create_refuses_wrong_fields(shop: Shop, fields: dict[str, Any], field: str) -> None:
    answer = shop.client().post(PATH, {"name": "New", **fields})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert ServiceType.objects.filter(business=shop.business).count() == 1


@exchange("types_of_service.create")
def test_create_refuses_locations_and_price_groups_of_others(shop: Shop) -> None:
    for mapping in (
        {str(shop.other.location.pk): shop.price_group.pk},
        {str(shop.location.pk): shop.other.price_group.pk},
    ):
        answer = shop.client().post(PATH, {"name": "New", "location_price_group": mapping})
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["location_price_group"])


# --- types_of_service.update ---------------------------------------------------------------------------------------


@exchange("types_of_service.update")
@pytest.mark.parametrize("method", ["put", "patch"])
def test_update_needs_the_name_and_keeps_what_is_left_out(shop: Shop, method: str) -> None:
    client, path = shop.client(permissions=MAY), f"{PATH}/{shop.service_type.pk}"
    before = client.get(path).json()["data"]
    shop.now = shop.now.replace(hour=13)
    answer = getattr(client, method)(path, {"name": "Delivery"})
    assert answer.status_code == 200
    assert answer.json() == {
        "data": {**before, "name": "Delivery", "updated_at": "2026-03-06T18:30:00+05:30"},
    }
    assert getattr(client, method)(path, {"description": "x"}).json()["errors"] == {
        "name": ["The name field is required."]
    }
    assert facts("service_type.updated") == [("service_type.updated", shop.service_type.pk, {"fields": ["name"]})]


@exchange("types_of_service.update")
def test_update_clears_what_is_sent_as_null(shop: Shop) -> None:
    sent = {"name": "Plain", "description": None, "location_price_group": None, "packing_charge": None}
    data = shop.client().put(f"{PATH}/{shop.service_type.pk}", sent).json()["data"]
    assert (data["description"], data["location_price_group"], data["packing_charge"]) == (None, None, 0)


# --- types_of_service.delete ---------------------------------------------------------------------------------------


@exchange("types_of_service.delete")
def test_delete_removes_an_unused_one(shop: Shop) -> None:
    number = shop.service_type.pk
    answer = shop.client(permissions=MAY).delete(f"{PATH}/{number}")
    assert (answer.status_code, set(answer.json())) == (200, {"message", "data"})
    assert answer.json()["data"] == {"id": number}
    assert not ServiceType.objects.filter(pk=number).exists()


@exchange("types_of_service.delete")
def test_delete_refuses_one_that_a_transaction_names(shop: Shop) -> None:
    Sale.objects.create(
        business=shop.business, location=shop.location, contact=shop.customer, status="draft", number="D1",
        at=OPENED, created_at=OPENED, updated_at=OPENED, service_type=shop.service_type, voided_at=OPENED,
    )  # fmt: skip
    answer = shop.client().delete(f"{PATH}/{shop.service_type.pk}")
    assert (answer.status_code, list(answer.json())) == (422, ["message"])
    assert ServiceType.objects.filter(pk=shop.service_type.pk).exists()


# --- who may, and whose --------------------------------------------------------------------------------------------

CALLS = {
    "types_of_service.list": ("get", PATH),
    "types_of_service.get": ("get", PATH + "/{id}"),
    "types_of_service.create": ("post", PATH),
    "types_of_service.update": ("put", PATH + "/{id}"),
    "types_of_service.delete": ("delete", PATH + "/{id}"),
}


def call(client: Any, name: str, number: int) -> Any:
    method, path = CALLS[name]
    path = path.format(id=number)
    return client.get(path) if method == "get" else getattr(client, method)(path, {"name": "Changed"})


def untouched(shop: Shop) -> bool:
    return list(ServiceType.objects.filter(business=shop.business).values_list("name", flat=True)) == ["Home Delivery"]


@pytest.mark.parametrize("name", CALLS)
def test_without_the_permission_nothing_is_shown_or_changed(shop: Shop, name: str) -> None:
    answer = call(shop.client(permissions=["sell.view"]), name, shop.service_type.pk)
    assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})
    assert untouched(shop)


@pytest.mark.parametrize("name", CALLS)
def test_with_the_module_off_nobody_gets_in(shop: Shop, name: str) -> None:
    shop.switch_off("types_of_service")
    answer = call(shop.client(), name, shop.service_type.pk)
    assert (answer.status_code, answer.json()) == (
        403,
        {"message": "This feature is switched off for the business."},
    )
    assert untouched(shop)


@pytest.mark.parametrize("name", ["types_of_service.create", "types_of_service.update", "types_of_service.delete"])
def test_a_demo_installation_refuses_writes(shop: Shop, settings: Any, name: str) -> None:
    settings.DEMO_MODE = True
    assert call(shop.client(), name, shop.service_type.pk).status_code == 403
    assert untouched(shop)


@pytest.mark.parametrize("name", [name for name in CALLS if "{id}" in CALLS[name][1]])
def test_another_business_record_is_missing(shop: Shop, name: str) -> None:
    answer = call(shop.client(), name, shop.other.service_type.pk)
    assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})
    assert untouched(shop.other)
