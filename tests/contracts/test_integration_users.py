from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from polytill.domain.identity.models import User
from polytill.domain.parties.models import ContactAccess
from tests.shop import OPENED, Shop, facts

pytestmark = pytest.mark.django_db

EXCHANGES = ("users.list", "users.get", "users.create", "users.update", "users.delete")
ITEM = {
    "id", "username", "email", "full_name", "contact_number", "status", "allow_login", "role_name", "created_at",
}  # fmt: skip
DETAIL = ITEM | {
    "surname", "first_name", "last_name", "language", "role_id", "selected_contacts", "contact_access",
    "permitted_locations", "updated_at",
}  # fmt: skip


def body(shop: Shop, **fields: Any) -> dict[str, Any]:
    return {"first_name": "Grace", "role": shop.cashier_role.pk, "location_access": {"scope": "all"}, **fields}


def change(shop: Shop, **fields: Any) -> dict[str, Any]:
    return {"role": shop.cashier_role.pk, "location_access": {"scope": "all"}, **fields}


def table(answer: Any) -> list[dict[str, str]]:
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def staff_rows() -> list[tuple[Any, ...]]:
    return sorted(User.objects.values_list("id", "username", "first_name", "status", "deleted_at", "password"))


# --- users.list ----------------------------------------------------------------------------------------------------


def test_list_gives_whole_rows(shop: Shop) -> None:
    answer = shop.client(permissions=["user.view"]).get("/users", {"q": "cass"})
    assert answer.json() == {
        "data": [
            {
                "id": shop.cashier.pk,
                "username": "awesome-cashier",
                "email": None,
                "full_name": "Ms Cass Hier",
                "contact_number": None,
                "status": "active",
                "allow_login": True,
                "role_name": "Cashier",
                "created_at": "2026-03-01T10:00:00+05:30",
            }
        ],
        "meta": {"current_page": 1, "last_page": 1, "per_page": 20, "total": 1},
    }
    assert set(answer.json()["data"][0]) == ITEM


def test_list_holds_the_staff_of_the_business_alone(shop: Shop) -> None:
    agent = shop.user(is_commission_agent=True)
    gone = shop.user(deleted_at=OPENED)
    ids = {row["id"] for row in shop.client().get("/users").json()["data"]}
    assert ids == {shop.admin.pk, shop.cashier.pk}
    assert agent.pk not in ids
    assert gone.pk not in ids
    assert shop.other.admin.pk not in ids


@pytest.mark.parametrize(("permission", "status"), [("user.view", 200), ("user.create", 200), ("user.update", 403)])
def test_list_opens_to_those_who_view_or_create(shop: Shop, permission: str, status: int) -> None:
    answer = shop.client(permissions=[permission]).get("/users")
    assert answer.status_code == status
    if status == 403:
        assert answer.json() == {"message": "Unauthorized"}


def test_list_filters(shop: Shop) -> None:
    off = shop.user(status="inactive", permissions=["user.view"])
    client = shop.client()

    def ids(**query: Any) -> list[int]:
        return [row["id"] for row in client.get("/users", query).json()["data"]]

    assert ids(status="inactive") == ids(status="0") == [off.pk]
    assert set(ids(status="active")) == set(ids(status="1")) == {shop.admin.pk, shop.cashier.pk}
    assert ids(role_id=shop.cashier_role.pk) == [shop.cashier.pk]
    assert ids(role_id=shop.other.cashier_role.pk) == []


@pytest.mark.parametrize("words", ["ms cass", "CASS HIER", "awesome-cash", "cass@", "+91 98"])
def test_list_searches_name_email_username_and_number(shop: Shop, words: str) -> None:
    User.objects.filter(pk=shop.cashier.pk).update(email="cass@example.com", contact_number="+91 98450")
    found = shop.client().get("/users", {"q": words}).json()["data"]
    assert [row["id"] for row in found] == [shop.cashier.pk]


def test_list_finds_letters_beyond_ascii_in_either_case(shop: Shop) -> None:
    User.objects.filter(pk=shop.cashier.pk).update(first_name="Ümit")
    for words in ("ümit", "ÜMIT"):
        assert shop.client().get("/users", {"q": words}).json()["meta"]["total"] == 1


def test_list_takes_percent_and_underscore_as_they_are(shop: Shop) -> None:
    for words in ("%%", "__", "a%"):
        assert shop.client().get("/users", {"q": words}).json()["meta"]["total"] == 0


def test_list_reads_the_old_search_where_q_is_absent(shop: Shop) -> None:
    client = shop.client()
    assert client.get("/users", {"search": "h"}).json()["meta"]["total"] == 1
    assert client.get("/users", {"search": "cass", "q": "ada"}).json()["data"][0]["id"] == shop.admin.pk


def test_list_sorts_and_pages(shop: Shop) -> None:
    zoe = shop.user(first_name="zoe", email="a@example.com", created_at=datetime(2026, 3, 2, tzinfo=UTC))
    User.objects.filter(pk=shop.cashier.pk).update(surname="", email="b@example.com")
    client = shop.client()

    def ids(**query: Any) -> list[int]:
        return [row["id"] for row in client.get("/users", query).json()["data"]]

    admin, cashier = shop.admin.pk, shop.cashier.pk
    assert ids() == [zoe.pk, cashier, admin]
    assert ids(direction="asc") == [admin, cashier, zoe.pk]
    assert ids(sort="name", direction="asc") == [cashier, admin, zoe.pk]
    assert ids(sort="name") == [zoe.pk, admin, cashier]
    assert ids(sort="username", direction="asc") == [admin, cashier, zoe.pk]
    assert ids(sort="email", direction="desc")[:2] == [cashier, zoe.pk]
    assert ids(per_page=1, page=2) == [cashier]
    assert client.get("/users", {"per_page": 1, "page": 2}).json()["meta"] == {
        "current_page": 2, "last_page": 3, "per_page": 1, "total": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": "a"}, "q"),
        ({"per_page": 0}, "per_page"),
        ({"per_page": 101}, "per_page"),
        ({"status": "terminated"}, "status"),
        ({"sort": "password"}, "sort"),
        ({"direction": "up"}, "direction"),
        ({"format": "xml"}, "format"),
        ({"role_id": "x"}, "role_id"),
    ],
)
def test_list_refuses_what_it_does_not_know(shop: Shop, query: dict[str, Any], field: str) -> None:
    answer = shop.client().get("/users", query)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert answer.json()["message"] == answer.json()["errors"][field][0]


def test_list_as_csv_holds_all_rows(shop: Shop) -> None:
    User.objects.filter(pk=shop.cashier.pk).update(email="=cmd()")
    answer = shop.client().get("/users", {"format": "csv", "per_page": 1, "page": 2, "sort": "name"})
    rows = table(answer)
    assert [row["id"] for row in rows] == [str(shop.cashier.pk), str(shop.admin.pk)]
    assert set(rows[0]) == ITEM
    assert (rows[0]["email"], rows[0]["role_name"], rows[1]["username"]) == ("'=cmd()", "Cashier", "awesome-admin")


def test_list_fails_in_its_own_words(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*args: Any) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("polytill.api.integration.endpoints.users.staff", fall)
    answer = shop.client().get("/users")
    assert (answer.status_code, answer.json()) == (500, {"message": "Could not list users"})


# --- users.get -----------------------------------------------------------------------------------------------------


def test_get_gives_the_whole_user(shop: Shop) -> None:
    user = shop.user(permissions=["sell.view"], locations=[shop.second_location], contacts_limited=True, surname="Dr")
    ContactAccess.objects.create(business=shop.business, user=user, contact=shop.customer)
    found = shop.client(permissions=["user.view"]).get(f"/users/{user.pk}").json()["data"]
    assert set(found) == DETAIL
    assert found["permitted_locations"] == {"scope": "locations", "location_ids": [shop.second_location.pk]}
    assert found["contact_access"] == [{"id": shop.customer.pk, "name": "Harry Stone"}]
    assert (found["selected_contacts"], found["language"], found["surname"]) == (True, "en", "Dr")
    assert (found["role_id"], found["role_name"]) == (user.roles.get().pk, user.username)
    assert found["updated_at"] == "2026-03-01T10:00:00+05:30"


def test_get_of_a_user_with_all_locations_and_contacts(shop: Shop) -> None:
    found = shop.client().get(f"/users/{shop.cashier.pk}").json()["data"]
    assert found["permitted_locations"] == {"scope": "all", "location_ids": None}
    assert (found["selected_contacts"], found["contact_access"]) == (False, [])


def test_get_needs_view_itself(shop: Shop) -> None:
    answer = shop.client(permissions=["user.create"]).get(f"/users/{shop.cashier.pk}")
    assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})


def test_get_knows_no_strangers_agents_and_leavers(shop: Shop) -> None:
    agent, gone = shop.user(is_commission_agent=True), shop.user(deleted_at=OPENED)
    for user_id in (shop.other.admin.pk, agent.pk, gone.pk, 2**63, 0):
        answer = shop.client().get(f"/users/{user_id}")
        assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})


def test_get_as_csv_brings_the_json_whole(shop: Shop) -> None:
    client = shop.client()
    (row,) = table(client.get(f"/users/{shop.cashier.pk}", {"format": "csv"}))
    assert set(row) == DETAIL | {"data_json"}
    assert json.loads(row["data_json"]) == client.get(f"/users/{shop.cashier.pk}").json()["data"]
    assert json.loads(row["permitted_locations"]) == {"scope": "all", "location_ids": None}


# --- users.create --------------------------------------------------------------------------------------------------


def test_create_with_the_least(shop: Shop) -> None:
    answer = shop.client(permissions=["user.create"]).post("/users", body(shop))
    assert answer.status_code == 201
    made = answer.json()
    assert set(made) == {"data"}
    assert set(made["data"]) == DETAIL
    user = User.objects.get(pk=made["data"]["id"])
    assert made["data"] == {
        "id": user.pk, "username": None, "surname": None, "first_name": "Grace", "last_name": None,
        "full_name": "Grace", "email": None, "contact_number": None, "status": "active", "allow_login": False,
        "language": "en", "role_id": shop.cashier_role.pk, "role_name": "Cashier", "selected_contacts": False,
        "contact_access": [], "permitted_locations": {"scope": "all", "location_ids": None},
        "created_at": "2026-03-06T17:30:00+05:30", "updated_at": "2026-03-06T17:30:00+05:30",
    }  # fmt: skip
    assert (user.business_id, user.is_commission_agent, user.has_usable_password()) == (shop.business.pk, False, False)
    assert facts("user.created") == [
        ("user.created", user.pk, {"username": None, "full_name": "Grace", "role_id": shop.cashier_role.pk})
    ]


def test_create_with_everything(shop: Shop) -> None:
    whole = body(
        shop, surname="Mrs", last_name="Hopper", email="grace@example.com", allow_login="1", username="grace",
        password=" secret word ", is_active=False, selected_contacts=True,
        selected_contact_ids=[shop.customer.pk, shop.supplier.pk, shop.customer.pk],
        location_access={"scope": "locations", "location_ids": [shop.second_location.pk]}, status="ignored",
    )  # fmt: skip
    made = shop.client().post("/users", whole).json()["data"]
    user = User.objects.get(pk=made["id"])
    assert (made["full_name"], made["email"], made["status"]) == ("Mrs Grace Hopper", "grace@example.com", "inactive")
    assert (made["username"], made["allow_login"]) == ("grace", True)
    assert user.check_password(" secret word ")
    assert [contact["id"] for contact in made["contact_access"]] == [shop.customer.pk, shop.supplier.pk]
    assert made["permitted_locations"] == {"scope": "locations", "location_ids": [shop.second_location.pk]}
    assert list(user.locations.all()) == [shop.second_location]
    assert "secret" not in json.dumps(facts())


def test_create_makes_up_a_username_for_a_login(shop: Shop) -> None:
    with_login = {"allow_login": True, "password": "secret", "username": " "}
    names = [
        shop.client().post("/users", body(shop, **fields, **with_login)).json()["data"]["username"]
        for fields in ({"last_name": "Höpper"}, {"last_name": "Hopper"}, {"first_name": "花子"})
    ]
    assert names == ["grace.hopper", "grace.hopper2", "user"]


def test_create_without_a_login_keeps_no_username_and_password(shop: Shop) -> None:
    made = shop.client().post("/users", body(shop, username="grace", password="secret")).json()["data"]
    user = User.objects.get(pk=made["id"])
    assert (user.username, user.has_usable_password()) == (None, False)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"first_name": None}, "first_name"),
        ({"first_name": "x" * 192}, "first_name"),
        ({"first_name": "a\x00b"}, "first_name"),
        ({"first_name": 5}, "first_name"),
        ({"surname": "x" * 33}, "surname"),
        ({"email": "nowhere"}, "email"),
        ({"role": None}, "role"),
        ({"role": "boss"}, "role"),
        ({"role": 4_000_000}, "role"),
        ({"allow_login": "perhaps"}, "allow_login"),
        ({"allow_login": True}, "password"),
        ({"allow_login": True, "password": "short"}, "password"),
        ({"allow_login": True, "password": "x" * 1001}, "password"),
        ({"allow_login": True, "password": "secret", "username": "AWESOME-Admin"}, "username"),
        ({"allow_login": True, "password": "secret", "username": "other-admin"}, "username"),
        ({"location_access": None}, "location_access"),
        ({"location_access": {"scope": "some"}}, "location_access.scope"),
        ({"location_access": {"scope": "locations"}}, "location_access.location_ids"),
        ({"location_access": {"scope": "locations", "location_ids": []}}, "location_access.location_ids"),
        ({"location_access": {"scope": "locations", "location_ids": ["x"]}}, "location_access.location_ids.0"),
        ({"selected_contact_ids": [4_000_000]}, "selected_contact_ids"),
        ({"selected_contact_ids": 5}, "selected_contact_ids"),
    ],
)
def test_create_refuses_what_is_wrong(shop: Shop, fields: dict[str, Any], field: str) -> None:
    before = staff_rows()
    answer = shop.client().post("/users", body(shop, **fields))
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert (staff_rows(), facts()) == (before, [])


def test_create_refuses_what_belongs_to_others(shop: Shop) -> None:
    other, client, before = shop.other, shop.client(), staff_rows()
    foreign = {"scope": "locations", "location_ids": [shop.location.pk, other.location.pk]}
    for fields, field in [
        ({"role": other.cashier_role.pk}, "role"),
        ({"location_access": foreign}, "location_access.location_ids"),
        ({"selected_contacts": True, "selected_contact_ids": [other.customer.pk]}, "selected_contact_ids"),
    ]:
        answer = client.post("/users", body(shop, **fields))
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert staff_rows() == before


def test_create_needs_its_permission(shop: Shop) -> None:
    client = shop.client(permissions=["user.view", "user.update", "user.delete"])
    before = staff_rows()
    answer = client.post("/users", body(shop))
    assert (answer.status_code, answer.json(), staff_rows()) == (403, {"message": "Unauthorized"}, before)


def test_writes_are_refused_in_the_demo(shop: Shop, settings: Any) -> None:
    settings.DEMO_MODE = True
    client, before, path = shop.client(), staff_rows(), f"/users/{shop.cashier.pk}"
    answers = [client.post("/users", body(shop)), client.patch(path, change(shop)), client.delete(path)]
    for answer in answers:
        assert answer.status_code == 403
        assert answer.json()["message"] not in ("", "Unauthorized")
    assert staff_rows() == before


def test_the_subscription_counts_only_where_the_package_is_enforced(shop: Shop) -> None:
    shop.end_subscription()
    client = shop.client()
    assert client.post("/users", body(shop)).status_code == 201
    shop.configure(package_enforcement=True)
    before = staff_rows()
    answers = [client.post("/users", body(shop)), client.put(f"/users/{shop.cashier.pk}", change(shop))]
    for answer in answers:
        assert (answer.status_code, set(answer.json())) == (402, {"message"})
    assert staff_rows() == before
    assert client.delete(f"/users/{shop.cashier.pk}").status_code == 200


def test_the_package_limits_the_users(shop: Shop) -> None:
    shop.limit(user_count=3)
    client = shop.client()
    assert client.post("/users", body(shop)).status_code == 201
    before = staff_rows()
    answer = client.post("/users", body(shop))
    assert (answer.status_code, set(answer.json()), staff_rows()) == (422, {"message"}, before)
    client.delete(f"/users/{shop.cashier.pk}")
    assert client.post("/users", body(shop)).status_code == 201


def test_create_answers_a_repeat_as_the_first_time(shop: Shop) -> None:
    client, key = shop.client(), {"Idempotency-Key": "a till's own key"}
    first = client.post("/users", body(shop), headers=key)
    second = client.post("/users", body(shop), headers=key)
    assert (first.status_code, second.status_code, first.json()) == (201, 201, second.json())
    assert User.objects.filter(first_name="Grace").count() == 1


# --- users.update --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["patch", "put"])
def test_update_leaves_what_is_not_sent(shop: Shop, method: str) -> None:
    client = shop.client(permissions=["user.update"])
    answer = getattr(client, method)(f"/users/{shop.cashier.pk}", change(shop, last_name="Hire", first_name=None))
    assert answer.status_code == 200
    assert set(answer.json()["data"]) == DETAIL
    found = answer.json()["data"]
    assert (found["full_name"], found["username"], found["status"]) == ("Ms Cass Hire", "awesome-cashier", "active")
    assert found["updated_at"] == "2026-03-06T17:30:00+05:30"
    assert [kind for kind, *_ in facts()] == ["user.updated"]


def test_update_empties_with_null(shop: Shop) -> None:
    User.objects.filter(pk=shop.cashier.pk).update(email="c@example.com")
    path = f"/users/{shop.cashier.pk}"
    found = shop.client().put(path, change(shop, surname=None, email="", last_name=None)).json()["data"]
    assert (found["surname"], found["email"], found["last_name"], found["full_name"]) == (None, None, None, "Cass")


def test_update_replaces_role_and_reach(shop: Shop) -> None:
    user = shop.user(permissions=["sell.view"])
    reach = {"scope": "locations", "location_ids": [shop.location.pk]}
    client = shop.client()
    found = client.patch(f"/users/{user.pk}", change(shop, location_access=reach)).json()["data"]
    assert (found["role_id"], found["permitted_locations"]) == (shop.cashier_role.pk, reach)
    assert [role.pk for role in user.roles.all()] == [shop.cashier_role.pk]
    found = client.patch(f"/users/{user.pk}", change(shop)).json()["data"]
    assert found["permitted_locations"] == {"scope": "all", "location_ids": None}
    assert user.locations.count() == 0


def test_update_takes_rights_at_once(shop: Shop) -> None:
    user = shop.user(permissions=["user.view"])
    caller = shop.client(user)
    assert caller.get("/users").status_code == 200
    shop.client().patch(f"/users/{user.pk}", change(shop))
    assert caller.get("/users").status_code == 403


def test_update_of_the_contacts(shop: Shop) -> None:
    client, path = shop.client(), f"/users/{shop.cashier.pk}"

    def contacts(**fields: Any) -> list[int]:
        found = client.patch(path, change(shop, **fields)).json()["data"]
        return [contact["id"] for contact in found["contact_access"]]

    both = [shop.customer.pk, shop.credit_customer.pk]
    assert contacts(selected_contact_ids=both) == []  # he is not limited to any
    assert contacts(selected_contacts=True, selected_contact_ids=both) == both
    assert contacts() == both
    assert contacts(selected_contact_ids=[shop.supplier.pk]) == [shop.supplier.pk]
    assert contacts(selected_contacts=False) == []
    assert contacts(selected_contacts=True) == [shop.supplier.pk]
    assert contacts(selected_contact_ids=[]) == []


def test_update_to_no_login_ends_every_way_in(shop: Shop) -> None:
    caller = shop.client(shop.cashier)
    assert caller.get("/users").status_code == 403
    found = shop.client().patch(f"/users/{shop.cashier.pk}", change(shop, allow_login=False)).json()["data"]
    user = User.objects.get(pk=shop.cashier.pk)
    assert (found["allow_login"], found["username"]) == (False, None)
    assert (user.username, user.has_usable_password()) == (None, False)
    assert caller.get("/users").status_code == 401
    shop.client().patch(f"/users/{user.pk}", change(shop, allow_login=True, password="another word"))
    assert caller.get("/users").status_code == 401


def test_update_to_a_login_needs_a_password_once(shop: Shop) -> None:
    user = shop.user(allow_login=False, username=None)
    client, path = shop.client(), f"/users/{user.pk}"
    refused = client.patch(path, change(shop, allow_login=True))
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["password"])
    assert User.objects.get(pk=user.pk).allow_login is False
    found = client.patch(path, change(shop, allow_login=True, password="secret")).json()["data"]
    assert found["allow_login"] is True
    assert found["username"].startswith("user")
    assert User.objects.get(pk=user.pk).check_password("secret")
    assert client.patch(path, change(shop, allow_login=True)).status_code == 200
    assert User.objects.get(pk=user.pk).check_password("secret")


def test_update_of_username_and_password_while_login_is_on(shop: Shop) -> None:
    path = f"/users/{shop.cashier.pk}"
    found = shop.client().patch(path, change(shop, username="till1", password="new secret")).json()["data"]
    assert found["username"] == "till1"
    assert User.objects.get(pk=shop.cashier.pk).check_password("new secret")
    assert shop.client().patch(path, change(shop, username="till1")).status_code == 200


def test_an_inactive_user_is_shut_out_until_he_is_active_again(shop: Shop) -> None:
    user = shop.user(permissions=["roles.view"])
    caller, client, path = shop.client(user), shop.client(), f"/users/{user.pk}"
    assert caller.get("/roles").status_code == 200
    role = user.roles.get().pk
    assert client.patch(path, change(shop, role=role, is_active=0)).json()["data"]["status"] == "inactive"
    assert caller.get("/roles").status_code == 401
    client.patch(path, change(shop, role=role, is_active=True))
    assert caller.get("/roles").status_code == 200


@pytest.mark.parametrize("missing", ["role", "location_access"])
def test_update_asks_for_role_and_reach_with_either_method(shop: Shop, missing: str) -> None:
    sent = change(shop, first_name="New")
    del sent[missing]
    for method in ("patch", "put"):
        answer = getattr(shop.client(), method)(f"/users/{shop.cashier.pk}", sent)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [missing])
    assert User.objects.get(pk=shop.cashier.pk).first_name == "Cass"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"username": "awesome-admin"}, "username"),
        ({"password": "short"}, "password"),
        ({"role": 4_000_000}, "role"),
        ({"location_access": {"scope": "locations", "location_ids": None}}, "location_access.location_ids"),
        ({"selected_contact_ids": [4_000_000]}, "selected_contact_ids"),
        ({"is_active": "perhaps"}, "is_active"),
        ({"email": "x@"}, "email"),
    ],
)
def test_update_refuses_what_is_wrong(shop: Shop, fields: dict[str, Any], field: str) -> None:
    before = staff_rows()
    sent = change(shop, **{"first_name": "New", "allow_login": True, "password": "long enough", **fields})
    answer = shop.client().patch(f"/users/{shop.cashier.pk}", sent)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert (staff_rows(), facts()) == (before, [])


def test_update_asks_the_quota_only_with_a_login(shop: Shop) -> None:
    shop.limit(user_count=2)
    client, path = shop.client(), f"/users/{shop.cashier.pk}"
    before = staff_rows()
    answer = client.patch(path, change(shop, allow_login=True))
    assert (answer.status_code, set(answer.json()), staff_rows()) == (422, {"message"}, before)
    assert client.patch(path, change(shop)).status_code == 200
    assert client.patch(path, change(shop, allow_login=False)).status_code == 200


def test_the_last_administrator_stays_one(shop: Shop) -> None:
    client, path = shop.client(), f"/users/{shop.admin.pk}"
    as_admin = {"role": shop.admin_role.pk}
    for fields in ({}, {**as_admin, "is_active": False}, {**as_admin, "allow_login": False}):
        before = staff_rows()
        answer = client.patch(path, change(shop, **fields))
        assert (answer.status_code, set(answer.json()), staff_rows()) == (422, {"message"}, before)
    assert list(shop.admin.roles.all()) == [shop.admin_role]
    assert client.patch(path, change(shop, **as_admin, first_name="Ida")).status_code == 200
    second = client.post("/users", body(shop, **as_admin, allow_login=True, password="secret")).json()["data"]["id"]
    assert client.patch(path, change(shop)).status_code == 200
    assert client.get("/users").status_code == 403
    assert User.objects.get(pk=second).roles.get() == shop.admin_role


def test_update_needs_its_permission_and_an_own_user(shop: Shop) -> None:
    before, agent = staff_rows(), None
    answer = shop.client(shop.cashier).patch(f"/users/{shop.cashier.pk}", change(shop, first_name="Boss"))
    assert (answer.status_code, answer.json(), staff_rows()) == (403, {"message": "Unauthorized"}, before)
    agent = shop.user(is_commission_agent=True)
    before = staff_rows()
    for user_id in (shop.other.cashier.pk, agent.pk, 4_000_000):
        answer = shop.client().patch(f"/users/{user_id}", change(shop, first_name="Boss"))
        assert (answer.status_code, answer.json(), staff_rows()) == (404, {"message": "Not found"}, before)


# --- users.delete --------------------------------------------------------------------------------------------------


def test_delete_takes_the_user_out_and_shuts_his_doors(shop: Shop) -> None:
    caller = shop.client(shop.cashier)
    assert caller.get("/users").status_code == 403
    client = shop.client(permissions=["user.delete", "user.view"])
    answer = client.delete(f"/users/{shop.cashier.pk}")
    assert answer.status_code == 200
    assert set(answer.json()) == {"message", "data"}
    assert answer.json()["data"] == {"id": shop.cashier.pk}
    assert caller.get("/users").status_code == 401
    assert client.get(f"/users/{shop.cashier.pk}").status_code == 404
    row = User.objects.get(pk=shop.cashier.pk)
    assert (row.deleted_at, row.username, row.full_name) == (shop.now, None, "Ms Cass Hier")
    told = {"username": "awesome-cashier", "full_name": "Ms Cass Hier"}
    assert facts() == [("user.deleted", shop.cashier.pk, told)]
    assert client.delete(f"/users/{shop.cashier.pk}").status_code == 404


def test_nobody_deletes_himself(shop: Shop) -> None:
    before = staff_rows()
    answer = shop.client().delete(f"/users/{shop.admin.pk}")
    assert (answer.status_code, answer.json()) == (422, {"message": "Cannot delete your own user account"})
    assert staff_rows() == before


def test_the_last_administrator_is_not_deleted(shop: Shop) -> None:
    client = shop.client(permissions=["user.delete"])
    before = staff_rows()
    answer = client.delete(f"/users/{shop.admin.pk}")
    assert (answer.status_code, set(answer.json()), staff_rows()) == (422, {"message"}, before)


def test_delete_needs_its_permission_and_an_own_user(shop: Shop) -> None:
    client = shop.client(permissions=["user.view", "user.create", "user.update"])
    agent = shop.user(is_commission_agent=True)
    before = staff_rows()
    answer = client.delete(f"/users/{shop.cashier.pk}")
    assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})
    for user_id in (shop.other.cashier.pk, agent.pk, 4_000_000):
        assert shop.client().delete(f"/users/{user_id}").status_code == 404
    assert staff_rows() == before


def test_every_call_needs_a_credential(shop: Shop) -> None:
    from tests.caller import BASES, Caller

    stranger = Caller(BASES["integration"], None)
    for answer in (stranger.get("/users"), stranger.post("/users", body(shop)), stranger.delete("/users/1")):
        assert (answer.status_code, answer.json()) == (401, {"message": "Unauthenticated."})
