from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from polytill.domain.identity.models import Role, User
from tests.shop import OPENED, Shop, facts

pytestmark = pytest.mark.django_db

EXCHANGES = ("roles.list", "roles.get", "roles.create", "roles.update", "roles.delete")
ITEM = {
    "id", "name", "name_key", "name_storage", "is_default", "is_service_staff", "users_count", "created_at",
}  # fmt: skip
DETAIL = ITEM | {"guard_name", "permissions", "updated_at"}
WRITES = ["roles.create", "roles.update", "roles.delete"]


def role(shop: Shop, name: str, *permissions: str, **fields: Any) -> Role:
    stamps = {"created_at": OPENED, "updated_at": OPENED}
    return Role.objects.create(
        business=shop.business, name=name, permissions=list(permissions), **{**stamps, **fields}
    )  # fmt: skip


def table(answer: Any) -> list[dict[str, str]]:
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def role_rows() -> list[tuple[Any, ...]]:
    return sorted(Role.objects.values_list("id", "name", "permissions", "is_service_staff", "is_default"))


# --- roles.list ----------------------------------------------------------------------------------------------------


def test_list_gives_whole_rows(shop: Shop) -> None:
    caller = shop.user(permissions=["roles.view"])
    found = shop.client(caller).get("/roles", {"q": "adm"}).json()
    assert found == {
        "data": [
            {
                "id": shop.admin_role.pk,
                "name": "Admin",
                "name_key": "Admin",
                "name_storage": f"Admin#{shop.business.pk}",
                "is_default": True,
                "is_service_staff": False,
                "users_count": 1,
                "created_at": "2026-03-01T10:00:00+05:30",
            }
        ],
        "meta": {"current_page": 1, "last_page": 1, "per_page": 20, "total": 1},
    }
    assert set(found["data"][0]) == ITEM


def test_list_needs_view(shop: Shop) -> None:
    answer = shop.client(permissions=WRITES).get("/roles")
    assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})


def test_list_counts_users_still_here(shop: Shop) -> None:
    gone = shop.user(deleted_at=OPENED)
    gone.roles.set([shop.cashier_role])
    shop.user().roles.set([shop.cashier_role])
    found = shop.client().get("/roles", {"q": "cashier"}).json()["data"]
    assert [(row["id"], row["users_count"]) for row in found] == [(shop.cashier_role.pk, 2)]


def test_list_sorts_searches_and_pages(shop: Shop) -> None:
    waiter = role(shop, "waiter", created_at=datetime(2026, 3, 2, tzinfo=UTC))
    role(shop, "Zero", created_at=datetime(2026, 3, 3, tzinfo=UTC))
    shop.cashier.roles.add(waiter)
    shop.admin.roles.add(waiter)
    client = shop.client()

    def names(**query: Any) -> list[str]:
        return [row["name"] for row in client.get("/roles", query).json()["data"]]

    assert names() == ["Admin", "Cashier", "waiter", "Zero"]
    assert names(direction="desc") == ["Zero", "waiter", "Cashier", "Admin"]
    assert names(sort="created_at", direction="desc")[:2] == ["Zero", "waiter"]
    assert names(sort="users_count", direction="desc")[0] == "waiter"
    assert names(sort="users_count")[0] == "Zero"
    assert names(q="WAIT") == names(search="w") == ["waiter"]
    assert names(q=f"min#{shop.business.pk}") == ["Admin"]
    assert names(search="zero", q="admin") == ["Admin"]
    assert names(per_page=3, page=2) == ["Zero"]
    assert "Admin" in names()
    assert len(names()) == 4


@pytest.mark.parametrize(
    ("query", "field"),
    [({"q": "a"}, "q"), ({"sort": "id"}, "sort"), ({"direction": "-"}, "direction"), ({"page": 0}, "page")],
)
def test_list_refuses_what_it_does_not_know(shop: Shop, query: dict[str, Any], field: str) -> None:
    answer = shop.client().get("/roles", query)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_list_as_csv_holds_all_rows(shop: Shop) -> None:
    rows = table(shop.client().get("/roles", {"format": "csv", "per_page": 1}))
    assert [row["name_key"] for row in rows] == ["Admin", "Cashier"]
    assert set(rows[0]) == ITEM


def test_list_fails_in_its_own_words(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*args: Any) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("polytill.api.integration.endpoints.roles.roles", fall)
    answer = shop.client().get("/roles")
    assert (answer.status_code, answer.json()) == (500, {"message": "Could not list roles"})


# --- roles.get -----------------------------------------------------------------------------------------------------


def test_get_gives_the_role_with_sorted_permissions(shop: Shop) -> None:
    waiter = role(shop, "Waiter", "sell.view", "draft.update", is_service_staff=True)
    assert shop.client(permissions=["roles.view"]).get(f"/roles/{waiter.pk}").json() == {
        "data": {
            "id": waiter.pk,
            "name": "Waiter",
            "name_key": "Waiter",
            "name_storage": f"Waiter#{shop.business.pk}",
            "guard_name": "web",
            "is_default": False,
            "is_service_staff": True,
            "users_count": 0,
            "permissions": ["draft.update", "sell.view"],
            "created_at": "2026-03-01T10:00:00+05:30",
            "updated_at": "2026-03-01T10:00:00+05:30",
        }
    }


def test_get_needs_view_and_an_own_role(shop: Shop) -> None:
    answer = shop.client(permissions=WRITES).get(f"/roles/{shop.cashier_role.pk}")
    assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})
    for role_id in (shop.other.cashier_role.pk, 4_000_000):
        answer = shop.client().get(f"/roles/{role_id}")
        assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})


def test_get_as_csv_brings_the_json_whole(shop: Shop) -> None:
    client, path = shop.client(), f"/roles/{shop.cashier_role.pk}"
    (row,) = table(client.get(path, {"format": "csv"}))
    assert set(row) == DETAIL | {"data_json"}
    assert json.loads(row["data_json"]) == client.get(path).json()["data"]


# --- roles.create --------------------------------------------------------------------------------------------------


def test_create_merges_the_lists_and_keeps_unknown_names(shop: Shop) -> None:
    answer = shop.client(permissions=["roles.create"]).post(
        "/roles",
        {
            "name": " Waiter ",
            "permissions": ["sell.view", "so.view_own"],
            "spg_permissions": ["selling_price_group.7", "sell.view"],
            "radio_options": ["so.view_own", "another.module"],
            "is_service_staff": 1,
        },
    )
    assert answer.status_code == 201
    made = answer.json()
    assert set(made) == {"data"}
    assert set(made["data"]) == DETAIL
    stored = Role.objects.get(pk=made["data"]["id"])
    assert made["data"]["permissions"] == ["another.module", "sell.view", "selling_price_group.7", "so.view_own"]
    assert stored.permissions == made["data"]["permissions"]
    assert (made["data"]["name"], made["data"]["name_storage"]) == ("Waiter", f"Waiter#{shop.business.pk}")
    assert (made["data"]["is_default"], made["data"]["is_service_staff"], stored.is_admin) == (False, True, False)
    assert [(kind, subject) for kind, subject, _ in facts()] == [("role.created", stored.pk)]


def test_create_with_a_name_alone(shop: Shop) -> None:
    made = shop.client().post("/roles", {"name": "Guest"}).json()["data"]
    assert (made["permissions"], made["is_service_staff"], made["users_count"]) == ([], False, 0)


def test_two_businesses_may_use_one_name(shop: Shop) -> None:
    role(shop.other, "Waiter")
    assert shop.client().post("/roles", {"name": "Waiter"}).status_code == 201


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "name"),
        ({"name": " "}, "name"),
        ({"name": "Waiter#1"}, "name"),
        ({"name": "cashier"}, "name"),
        ({"name": "x" * 192}, "name"),
        ({"name": ["x"]}, "name"),
        ({"name": "Waiter", "permissions": "sell.view"}, "permissions"),
        ({"name": "Waiter", "permissions": [5]}, "permissions.0"),
        ({"name": "Waiter", "radio_options": ["x" * 192]}, "radio_options.0"),
        ({"name": "Waiter", "is_service_staff": "maybe"}, "is_service_staff"),
    ],
)
def test_create_refuses_what_is_wrong(shop: Shop, sent: dict[str, Any], field: str) -> None:
    before = role_rows()
    answer = shop.client().post("/roles", sent)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert (role_rows(), facts()) == (before, [])


def test_create_needs_its_permission(shop: Shop) -> None:
    client = shop.client(permissions=["roles.view", "roles.update", "roles.delete"])
    before = role_rows()
    answer = client.post("/roles", {"name": "Waiter"})
    assert (answer.status_code, answer.json(), role_rows()) == (403, {"message": "Unauthorized"}, before)


def test_writes_are_refused_in_the_demo(shop: Shop, settings: Any) -> None:
    settings.DEMO_MODE = True
    client, path, before = shop.client(), f"/roles/{shop.cashier_role.pk}", role_rows()
    for answer in (client.post("/roles", {"name": "W"}), client.put(path, {"name": "W"}), client.delete(path)):
        assert (answer.status_code, set(answer.json())) == (403, {"message"})
        assert answer.json()["message"] != "Unauthorized"
    assert role_rows() == before


def test_roles_ask_for_no_subscription(shop: Shop) -> None:
    shop.end_subscription()
    shop.configure(package_enforcement=True)
    assert shop.client().post("/roles", {"name": "Waiter"}).status_code == 201


# --- roles.update --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["patch", "put"])
def test_update_replaces_the_permissions(shop: Shop, method: str) -> None:
    waiter = role(shop, "Waiter", "sell.view", is_service_staff=True)
    client = shop.client(permissions=["roles.update"])
    answer = getattr(client, method)(f"/roles/{waiter.pk}", {"name": "Server", "spg_permissions": ["so.view_own"]})
    assert answer.status_code == 200
    assert set(answer.json()) == {"data"}
    found = answer.json()["data"]
    assert set(found) == DETAIL
    assert (found["name"], found["permissions"], found["is_service_staff"]) == ("Server", ["so.view_own"], True)
    assert found["updated_at"] == "2026-03-06T17:30:00+05:30"
    assert [(kind, payload["before"]["permissions"]) for kind, _, payload in facts()] == [
        ("role.updated", ["sell.view"])
    ]


def test_update_without_lists_empties_the_role(shop: Shop) -> None:
    waiter = role(shop, "Waiter", "sell.view", is_service_staff=True)
    found = shop.client().patch(f"/roles/{waiter.pk}", {"name": "Waiter", "is_service_staff": False}).json()["data"]
    assert (found["permissions"], found["is_service_staff"]) == ([], False)


def test_update_changes_the_rights_at_once(shop: Shop) -> None:
    user = shop.user(permissions=["roles.view"])
    caller, role_id = shop.client(user), user.roles.get().pk
    assert caller.get("/roles").status_code == 200
    shop.client().put(f"/roles/{role_id}", {"name": "Nobody", "permissions": ["sell.view"]})
    assert caller.get("/roles").status_code == 403


def test_the_cashier_may_change_and_the_administrator_may_not(shop: Shop) -> None:
    Role.objects.filter(pk=shop.cashier_role.pk).update(is_default=True)
    client, before = shop.client(), role_rows()
    refused = client.put(f"/roles/{shop.admin_role.pk}", {"name": "Boss"})
    assert (refused.status_code, set(refused.json()), role_rows()) == (422, {"message"}, before)
    path = f"/roles/{shop.cashier_role.pk}"
    kept = client.put(path, {"name": "Cashier", "permissions": ["sell.view"]}).json()["data"]
    assert (kept["permissions"], kept["is_default"]) == (["sell.view"], True)
    renamed = client.put(path, {"name": "Till"}).json()["data"]
    assert (renamed["name"], renamed["is_default"]) == ("Till", False)
    assert client.put(path, {"name": "Till 2"}).status_code == 200


def test_other_default_roles_are_protected(shop: Shop) -> None:
    manager = role(shop, "Manager", "sell.view", is_default=True)
    client, before = shop.client(), role_rows()
    for answer in (client.put(f"/roles/{manager.pk}", {"name": "M"}), client.delete(f"/roles/{manager.pk}")):
        assert (answer.status_code, set(answer.json())) == (422, {"message"})
    assert role_rows() == before


@pytest.mark.parametrize("name", [None, "A#1", "admin", "Cashier"])
def test_update_refuses_a_wrong_name(shop: Shop, name: str | None) -> None:
    waiter = role(shop, "Waiter", "sell.view")
    before = role_rows()
    answer = shop.client().patch(f"/roles/{waiter.pk}", {"name": name, "permissions": []})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["name"])
    assert role_rows() == before


def test_update_and_delete_need_their_permission_and_an_own_role(shop: Shop) -> None:
    waiter = role(shop, "Waiter")
    reader = shop.client(permissions=["roles.view", "roles.create"])
    before = role_rows()
    for answer in (reader.put(f"/roles/{waiter.pk}", {"name": "W"}), reader.delete(f"/roles/{waiter.pk}")):
        assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})
    client = shop.client()
    for role_id in (shop.other.cashier_role.pk, 4_000_000):
        for answer in (client.put(f"/roles/{role_id}", {"name": "W"}), client.delete(f"/roles/{role_id}")):
            assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})
    assert role_rows() == before


# --- roles.delete --------------------------------------------------------------------------------------------------


def test_delete_of_a_role_in_use_leaves_its_users_without_one(shop: Shop) -> None:
    user = shop.user(permissions=["roles.view", "roles.delete"])
    role_id, caller = user.roles.get().pk, shop.client(user)
    answer = caller.delete(f"/roles/{role_id}")
    assert answer.status_code == 200
    assert set(answer.json()) == {"message", "data"}
    assert answer.json()["data"] == {"id": role_id}
    assert not Role.objects.filter(pk=role_id).exists()
    assert caller.get("/roles").status_code == 403
    assert shop.client().get(f"/users/{user.pk}").json()["data"]["role_id"] is None
    assert [(kind, subject) for kind, subject, _ in facts()] == [("role.deleted", role_id)]


def test_delete_of_the_built_in_roles(shop: Shop) -> None:
    Role.objects.filter(pk=shop.cashier_role.pk).update(is_default=True)
    client = shop.client()
    answer = client.delete(f"/roles/{shop.admin_role.pk}")
    assert (answer.status_code, set(answer.json())) == (422, {"message"})
    assert client.delete(f"/roles/{shop.cashier_role.pk}").status_code == 200
    assert User.objects.filter(pk=shop.cashier.pk).exists()
