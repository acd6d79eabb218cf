from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from polytill.domain.identity.models import User
from polytill.domain.storage.remember import forget
from tests.shop import OPENED, Shop, facts

pytestmark = pytest.mark.django_db

EXCHANGES = (
    "commission_agents.list", "commission_agents.get", "commission_agents.create", "commission_agents.update",
    "commission_agents.delete",
)  # fmt: skip
ITEM = {"id", "full_name", "email", "contact_no", "address", "cmmsn_percent", "status", "created_at"}
DETAIL = ITEM | {"surname", "first_name", "last_name", "allow_login", "is_commission_agent", "updated_at"}
PATH = "/commission-agents"


def agent(shop: Shop, first_name: str = "Abe", **fields: Any) -> User:
    values = {"username": None, "allow_login": False, "is_commission_agent": True, "commission_percent": Decimal(5)}
    return shop.user(first_name=first_name, **{**values, **fields})


def table(answer: Any) -> list[dict[str, str]]:
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def agent_rows() -> list[tuple[Any, ...]]:
    names = ("id", "first_name", "email", "commission_percent", "status", "deleted_at")
    return sorted(User.objects.values_list(*names))


# --- commission_agents.list ----------------------------------------------------------------------------------------


def test_list_gives_whole_rows(shop: Shop) -> None:
    found = agent(
        shop, surname="Mr", last_name="Gent", email="abe@example.com", contact_number="555", address="1 Road",
        commission_percent=Decimal("7.25"),
    )  # fmt: skip
    agent(shop.other)
    agent(shop, deleted_at=OPENED)
    assert shop.client(permissions=["user.create"]).get(PATH).json() == {
        "data": [
            {
                "id": found.pk,
                "full_name": "Mr Abe Gent",
                "email": "abe@example.com",
                "contact_no": "555",
                "address": "1 Road",
                "cmmsn_percent": Decimal("7.25"),
                "status": "active",
                "created_at": "2026-03-01T10:00:00+05:30",
            }
        ],
        "meta": {"current_page": 1, "last_page": 1, "per_page": 20, "total": 1},
    }


@pytest.mark.parametrize(("permission", "status"), [("user.view", 200), ("user.create", 200), ("user.delete", 403)])
def test_list_and_get_open_to_those_who_view_or_create(shop: Shop, permission: str, status: int) -> None:
    found, client = agent(shop), shop.client(permissions=[permission])
    for answer in (client.get(PATH), client.get(f"{PATH}/{found.pk}")):
        assert answer.status_code == status
        if status == 403:
            assert answer.json() == {"message": "Unauthorized"}


def test_list_filters_searches_and_sorts(shop: Shop) -> None:
    agent(shop, "Abe", email="b@example.com", created_at=datetime(2026, 3, 2, tzinfo=UTC))
    agent(shop, "bea", email="a@example.com", commission_percent=Decimal("0.5"), contact_number="+44 20")
    agent(shop, "Cy", status="terminated", commission_percent=Decimal(10))
    client = shop.client()

    def names(**query: Any) -> list[str]:
        return [row["full_name"] for row in client.get(PATH, query).json()["data"]]

    assert names() == ["Abe", "Cy", "bea"]
    assert names(sort="name", direction="asc") == ["Abe", "bea", "Cy"]
    assert names(sort="cmmsn_percent", direction="asc") == ["bea", "Abe", "Cy"]
    assert names(sort="email", direction="desc")[0] == "Abe"
    assert names(sort="status")[0] == "Cy"
    assert names(status="terminated") == ["Cy"]
    assert names(status="inactive") == []
    assert names(q="BE") == ["Abe", "bea"]
    assert names(q="+44") == names(q="a@ex") == names(search="+") == ["bea"]
    assert names(per_page=2, page=2) == ["bea"]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"q": "a"}, "q"), ({"status": "1"}, "status"), ({"sort": "username"}, "sort"), ({"per_page": "x"}, "per_page")],
)
def test_list_refuses_what_it_does_not_know(shop: Shop, query: dict[str, Any], field: str) -> None:
    answer = shop.client().get(PATH, query)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_list_as_csv_holds_all_rows(shop: Shop) -> None:
    agent(shop, "Abe", contact_number="+44 20", commission_percent=Decimal("2.50"))
    agent(shop, "Bea")
    rows = table(shop.client().get(PATH, {"format": "csv", "per_page": 1, "sort": "name", "direction": "asc"}))
    assert [row["full_name"] for row in rows] == ["Abe", "Bea"]
    assert set(rows[0]) == ITEM
    assert (rows[0]["cmmsn_percent"], rows[0]["contact_no"]) == ("2.5", "'+44 20")


def test_failures_speak_in_their_own_words(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is gone")

    door = "polytill.api.integration.endpoints.commission_agents"
    for name in ("agents", "create_commission_agent", "update_commission_agent", "delete_commission_agent"):
        monkeypatch.setattr(f"{door}.{name}", fall)
    client, path = shop.client(), f"{PATH}/1"
    answers = [
        client.get(PATH),
        client.post(PATH, {"first_name": "Abe", "cmmsn_percent": 5}),
        client.put(path, {}),
        client.delete(path),
    ]
    assert [(answer.status_code, answer.json()["message"]) for answer in answers] == [
        (500, "Could not list commission agents"),
        (500, "Could not create commission agent"),
        (500, "Could not update commission agent"),
        (500, "Could not delete commission agent"),
    ]


# --- commission_agents.get -----------------------------------------------------------------------------------------


def test_get_gives_the_whole_agent(shop: Shop) -> None:
    found = agent(shop, surname="Mr", last_name="Gent")
    assert shop.client(permissions=["user.create"]).get(f"{PATH}/{found.pk}").json() == {
        "data": {
            "id": found.pk,
            "surname": "Mr",
            "first_name": "Abe",
            "last_name": "Gent",
            "full_name": "Mr Abe Gent",
            "email": None,
            "contact_no": None,
            "address": None,
            "cmmsn_percent": 5,
            "status": "active",
            "allow_login": False,
            "is_commission_agent": True,
            "created_at": "2026-03-01T10:00:00+05:30",
            "updated_at": "2026-03-01T10:00:00+05:30",
        }
    }


def test_get_knows_agents_of_the_business_alone(shop: Shop) -> None:
    for user_id in (shop.cashier.pk, agent(shop.other).pk, agent(shop, deleted_at=OPENED).pk, 4_000_000):
        answer = shop.client().get(f"{PATH}/{user_id}")
        assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})


def test_get_as_csv_brings_the_json_whole(shop: Shop) -> None:
    client, path = shop.client(), f"{PATH}/{agent(shop).pk}"
    (row,) = table(client.get(path, {"format": "csv"}))
    assert set(row) == DETAIL | {"data_json"}
    assert json.loads(row["data_json"]) == client.get(path).json()["data"]


# --- commission_agents.create --------------------------------------------------------------------------------------


def test_create(shop: Shop) -> None:
    whole = {
        "first_name": "Abe", "cmmsn_percent": 7.125, "surname": "Mr", "last_name": "Gent", "email": "abe@example.com",
        "contact_no": "555", "address": "1 Road", "language": "de", "allow_login": True, "status": "inactive",
    }  # fmt: skip
    answer = shop.client(permissions=["user.create"]).post(PATH, whole)
    assert answer.status_code == 201
    made = answer.json()
    assert made["message"] == "Created"
    assert set(made["data"]) == DETAIL
    row = User.objects.get(pk=made["data"]["id"])
    assert (row.is_commission_agent, row.allow_login, row.status, row.user_type) == (True, False, "active", "user")
    assert (row.commission_percent, row.language, row.username) == (Decimal("7.125"), "de", None)
    assert (made["data"]["cmmsn_percent"], made["data"]["full_name"]) == (Decimal("7.125"), "Mr Abe Gent")
    assert not row.has_usable_password()
    told = {"full_name": "Mr Abe Gent", "commission_percent": "7.125"}
    assert facts() == [("commission_agent.created", row.pk, told)]


def test_create_with_the_least(shop: Shop) -> None:
    made = shop.client().post(PATH, {"first_name": "Abe", "cmmsn_percent": "0"}).json()["data"]
    assert (made["cmmsn_percent"], made["email"], made["contact_no"], made["surname"]) == (0, None, None, None)
    assert User.objects.get(pk=made["id"]).language == "en"


def test_the_percentage_is_read_as_the_business_writes_numbers(shop: Shop) -> None:
    shop.business.decimal_separator, shop.business.thousand_separator = ",", "."
    shop.business.save()
    forget()
    made = shop.client().post(PATH, {"first_name": "Abe", "cmmsn_percent": "12,5"}).json()["data"]
    assert made["cmmsn_percent"] == Decimal("12.5")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"first_name": None}, "first_name"),
        ({"cmmsn_percent": None}, "cmmsn_percent"),
        ({"cmmsn_percent": "much"}, "cmmsn_percent"),
        ({"cmmsn_percent": -1}, "cmmsn_percent"),
        ({"cmmsn_percent": 100.5}, "cmmsn_percent"),
        ({"cmmsn_percent": "1e300"}, "cmmsn_percent"),
        ({"cmmsn_percent": True}, "cmmsn_percent"),
        ({"email": "abe"}, "email"),
        ({"contact_no": "5" * 41}, "contact_no"),
        ({"language": "a long language"}, "language"),
        ({"address": ["x"]}, "address"),
    ],
)
def test_create_refuses_what_is_wrong(shop: Shop, fields: dict[str, Any], field: str) -> None:
    before = agent_rows()
    answer = shop.client().post(PATH, {"first_name": "Abe", "cmmsn_percent": 5, **fields})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert (agent_rows(), facts()) == (before, [])


def test_agents_know_no_demo_no_subscription_and_no_quota(shop: Shop, settings: Any) -> None:
    settings.DEMO_MODE = True
    shop.limit(user_count=1)
    shop.configure(package_enforcement=True)
    shop.end_subscription()
    client = shop.client()
    made = client.post(PATH, {"first_name": "Abe", "cmmsn_percent": 5})
    assert made.status_code == 201
    path = f"{PATH}/{made.json()['data']['id']}"
    assert (client.patch(path, {"address": "x"}).status_code, client.delete(path).status_code) == (200, 200)


# --- commission_agents.update --------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["patch", "put"])
def test_update_changes_what_is_sent(shop: Shop, method: str) -> None:
    found = agent(shop, last_name="Gent", email="abe@example.com", contact_number="555")
    client = shop.client(permissions=["user.update"])
    sent = {"cmmsn_percent": "6.5", "contact_no": None, "first_name": None, "status": "terminated", "language": "fr"}
    answer = getattr(client, method)(f"{PATH}/{found.pk}", sent)
    assert answer.status_code == 200
    assert answer.json()["message"] == "Updated"
    data = answer.json()["data"]
    assert set(data) == DETAIL
    assert (data["full_name"], data["email"], data["contact_no"]) == ("Abe Gent", "abe@example.com", None)
    assert (data["cmmsn_percent"], data["status"]) == (Decimal("6.5"), "active")
    assert data["updated_at"] == "2026-03-06T17:30:00+05:30"
    assert User.objects.get(pk=found.pk).language == "en"
    assert facts() == [("commission_agent.updated", found.pk, {"commission_percent": "6.5", "contact_number": ""})]


def test_update_of_a_percentage_to_none(shop: Shop) -> None:
    found = agent(shop)
    assert shop.client().patch(f"{PATH}/{found.pk}", {"cmmsn_percent": None}).json()["data"]["cmmsn_percent"] == 0


def test_update_and_delete_need_their_permission_and_an_own_agent(shop: Shop) -> None:
    found, reader = agent(shop), shop.client(permissions=["user.view", "user.create"])
    stranger = agent(shop.other)
    before = agent_rows()
    for answer in (reader.patch(f"{PATH}/{found.pk}", {"email": None}), reader.delete(f"{PATH}/{found.pk}")):
        assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})
    client = shop.client()
    for user_id in (shop.cashier.pk, stranger.pk, 4_000_000):
        for answer in (client.patch(f"{PATH}/{user_id}", {"email": None}), client.delete(f"{PATH}/{user_id}")):
            assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})
    assert agent_rows() == before


def test_update_refuses_what_is_wrong(shop: Shop) -> None:
    found = agent(shop)
    before = agent_rows()
    answer = shop.client().patch(f"{PATH}/{found.pk}", {"first_name": "New", "cmmsn_percent": "x", "email": "y"})
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"cmmsn_percent", "email"})
    assert answer.json()["message"].endswith("(and 1 more error)")
    assert agent_rows() == before


# --- commission_agents.delete --------------------------------------------------------------------------------------


def test_delete_hides_the_agent_and_keeps_the_row(shop: Shop) -> None:
    found, client = agent(shop), shop.client(permissions=["user.delete", "user.view"])
    answer = client.delete(f"{PATH}/{found.pk}")
    assert (answer.status_code, answer.json()) == (200, {"message": "Deleted", "data": {"id": found.pk}})
    assert User.objects.get(pk=found.pk).deleted_at == shop.now
    assert client.get(f"{PATH}/{found.pk}").status_code == 404
    assert client.delete(f"{PATH}/{found.pk}").status_code == 404
    assert facts() == [("commission_agent.deleted", found.pk, {"full_name": "Abe"})]
