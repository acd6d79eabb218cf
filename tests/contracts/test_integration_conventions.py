"""What holds for every endpoint of the Integration API."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from polytill.api.integration.api import api
from polytill.domain.identity.models import AccessToken, ApiKey
from polytill.domain.identity.selectors import digest
from polytill.domain.storage.remember import forget
from polytill.kernel.errors import Category, DomainError
from tests.caller import BASES, Caller
from tests.contracts.exchange import table
from tests.shop import OPENED, Shop

BASE = BASES["integration"]
ROUTES = [(method, route) for route in api.routes for method in route.methods]
NAMES = [f"{method} {route.path}" for method, route in ROUTES]


def path_of(route: Any) -> str:
    return re.sub(r"\{(int:)?\w+\}", "1", route.path)


# --- credentials ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "route"), ROUTES, ids=NAMES)
def test_no_endpoint_answers_without_a_credential(shop: Shop, method: str, route: Any) -> None:
    """Before it reads anything: the body is no JSON and the query is wrong."""
    path = f"{BASE}{path_of(route)}?per_page=-1"
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"X-Api-Key": "a", "X-Api-Secret": "b"}):
        answer = Client().generic(method, path, b"{", "application/json", headers=headers)
        assert (answer.status_code, answer.json()) == (401, {"message": "Unauthenticated."})
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_key_with_its_secret_is_as_good_as_a_token(shop: Shop) -> None:
    ApiKey.objects.create(
        business=shop.business, user=shop.admin, dialect="integration", name="scripts", key="pk_1",
        secret_hash=digest("sk_1"), created_at=OPENED,
    )  # fmt: skip

    def status(secret: str) -> int:
        headers = {"X-Api-Key": "pk_1", "X-Api-Secret": secret}
        return Client().get(f"{BASE}/discounts", headers=headers).status_code

    assert (status("sk_1"), status("sk_2"), status("")) == (200, 401, 401)


def test_a_credential_of_another_dialect_expired_or_revoked_does_not_open_the_door(shop: Shop) -> None:
    client = Caller(BASE, shop.token(dialect="ultimatepos"))
    assert client.get("/discounts").status_code == 401
    client.token = shop.token()
    for change in ({"expires_at": shop.now}, {"expires_at": None, "revoked_at": OPENED}):
        AccessToken.objects.filter(dialect="integration").update(**change)
        forget()
        assert client.get("/discounts").status_code == 401


def test_the_use_of_a_token_is_noted_once_a_minute(shop: Shop) -> None:
    client = shop.client()
    row = AccessToken.objects.get(token_hash=digest(client.token or ""))

    def noted_after(seconds: int) -> Any:
        shop.now = shop.now.replace(minute=seconds // 60, second=seconds % 60)
        client.get("/discounts")
        row.refresh_from_db()
        return row.last_used_at

    before = row.last_used_at
    assert noted_after(59) == before
    first = noted_after(61)
    assert first == shop.now
    assert noted_after(90) == first
    assert noted_after(121) == shop.now


# --- the order of refusals, and their shape ------------------------------------------------------------------------


def test_permission_comes_before_validation(shop: Shop) -> None:
    answer = shop.client(permissions=[]).post("/discounts", "{")
    assert (answer.status_code, answer.json()) == (403, {"message": "Unauthorized"})


def test_demo_comes_before_validation(shop: Shop, settings: Any) -> None:
    settings.DEMO_MODE = True
    assert shop.client().post("/discounts", {}).status_code == 403


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "The request body is not valid JSON."),
        (b"\xff\xfe", "The request body is not valid JSON."),
        (b"[1]", "The request body must be a JSON object."),
        (b'"text"', "The request body must be a JSON object."),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "The request body is nested too deeply."),
    ],
)
def test_a_body_that_cannot_be_read_is_named(shop: Shop, body: bytes, message: str) -> None:
    answer = shop.client().post("/discounts", body)
    assert (answer.status_code, answer.json()) == (422, {"message": message})


def test_an_empty_body_is_an_empty_object(shop: Shop) -> None:
    answer = shop.client().post("/discounts", b"")
    assert answer.status_code == 422
    assert answer.json()["message"] == "The name field is required. (and 4 more errors)"
    assert list(answer.json()["errors"]) == ["name", "location_id", "priority", "discount_type", "discount_amount"]


def test_a_body_that_is_too_large_is_413(shop: Shop, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = shop.client().post("/discounts", {"name": "n" * 200})
    assert (answer.status_code, answer.json()) == (413, {"message": "The request is too large."})


@pytest.mark.parametrize("path", ["/nothing", "/discounts/abc", "/discounts/1/nothing", "/discounts/-1"])
def test_an_unknown_path_is_missing(shop: Shop, path: str) -> None:
    answer = shop.client().get(path)
    assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})


def test_a_slash_at_the_end_does_not_matter(shop: Shop) -> None:
    client = shop.client()
    assert client.get("/discounts/").json() == client.get("/discounts").json()
    assert client.post("/discounts/").status_code == 422
    assert client.get("/nothing/").status_code == 404
    assert client.get("/discounts//").status_code == 200
    assert client.get("/").json() == client.get("//").json() == {"message": "Not found"}


def test_an_id_beyond_the_database_is_missing(shop: Shop) -> None:
    for number in (2**63 - 1, 2**63, 10**30):
        answer = shop.client().get(f"/discounts/{number}")
        assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})


def test_a_method_that_is_not_there_is_405(shop: Shop) -> None:
    answer = shop.client().delete("/discounts")
    assert (answer.status_code, answer.json()) == (405, {"message": "Method not allowed"})
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_an_unexpected_failure_tells_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("password=secret")

    monkeypatch.setattr("polytill.api.integration.endpoints.discounts.discount", broken)
    answer = shop.client().get("/discounts/1")
    assert (answer.status_code, answer.json()) == (500, {"message": "something_went_wrong"})


CATALOGUE = {
    Category.INVALID: 422,
    Category.RULE: 422,
    Category.NOT_FOUND: 404,
    Category.FORBIDDEN: 403,
    Category.UNAUTHENTICATED: 401,
    Category.PAYMENT_REQUIRED: 402,
    Category.CONFLICT: 409,
    Category.TOO_MANY: 429,
    Category.TOO_LARGE: 413,
    Category.UNAVAILABLE: 503,
}


@pytest.mark.parametrize("category", Category)
def test_every_refusal_has_a_status_and_a_message(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, category: Category
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        details = {"name": ["Wrong."]} if category is Category.INVALID else {"inner": 1}
        raise DomainError("some.code", category, "Words for a person.", details)

    monkeypatch.setattr("polytill.api.integration.endpoints.discounts.discount", refuse)
    answer = shop.client().get("/discounts/1")
    expected = {
        Category.INVALID: {"message": "Wrong.", "errors": {"name": ["Wrong."]}},
        Category.NOT_FOUND: {"message": "Not found"},
    }.get(category, {"message": "Words for a person."})
    assert (answer.status_code, answer.json()) == (CATALOGUE[category], expected)


# --- bodies and numbers --------------------------------------------------------------------------------------------


def test_a_form_is_read_as_php_reads_it(shop: Shop) -> None:
    form = (
        f"name=Form&location_id={shop.location.pk}&priority=0&discount_type=fixed&discount_amount=0.1"
        f"&variation_ids[]={shop.water.pk}&variation_ids[]={shop.rice.pk}"
    )
    answer = shop.client().post("/discounts", form, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 201
    assert [v["id"] for v in answer.json()["data"]["variations"]] == sorted([shop.water.pk, shop.rice.pk])


@pytest.mark.parametrize(
    ("sent", "given"),
    [("0.1", "0.1"), ("1.10", "1.1"), ("437.5", "437.5"), ("12345678901.2345", "12345678901.2345"), ('"0.30"', "0.3")],
)
def test_numbers_come_back_digit_by_digit(shop: Shop, sent: str, given: str) -> None:
    body = (
        f'{{"name":"n","location_id":{shop.location.pk},"priority":0,"discount_type":"fixed","discount_amount":{sent}}}'
    )
    answer = shop.client().post("/discounts", body)
    assert f'"discount_amount":{given},' in answer.content.decode()


@pytest.mark.parametrize("sent", ["1e400", "NaN", "Infinity", "1e20", '"1e20"', '"NaN"', "true", "[]", "null"])
def test_what_is_no_number_is_refused(shop: Shop, sent: str) -> None:
    body = (
        f'{{"name":"n","location_id":{shop.location.pk},"priority":0,"discount_type":"fixed","discount_amount":{sent}}}'
    )
    assert shop.client().post("/discounts", body).status_code == 422


def test_unknown_fields_are_ignored_and_texts_trimmed(shop: Shop) -> None:
    body = {
        "name": "  Trimmed ", "location_id": str(shop.location.pk), "priority": "3", "discount_type": "fixed",
        "discount_amount": 1, "business_id": shop.other.business.pk, "id": 1, "starts_at": "",
    }  # fmt: skip
    data = shop.client().post("/discounts", body).json()["data"]
    assert (data["name"], data["priority"], data["business_id"]) == ("Trimmed", 3, shop.business.pk)
    assert data["starts_at"] is None


def test_a_nul_in_a_text_is_refused(shop: Shop) -> None:
    body = {"name": "a\x00b", "location_id": 1, "priority": 0, "discount_type": "fixed", "discount_amount": 1}
    assert shop.client().post("/discounts", body).json()["errors"]["name"] == ["The name field must be a string."]
    assert shop.client().get("/discounts?q=a%00b").status_code == 422


def test_csv_of_nothing_has_its_columns(shop: Shop) -> None:
    assert table(shop.client().get("/discounts", {"format": "csv"})) == []


# --- the document and the page to try it ---------------------------------------------------------------------------


def test_the_openapi_document_names_every_endpoint_and_how_to_sign_in(shop: Shop) -> None:
    found = Client().get(f"{BASE}/openapi.json").json()
    documented = {(m.upper(), path) for path, methods in found["paths"].items() for m in methods}
    assert documented == {(m, BASE + re.sub(r"int:", "", route.path)) for m, route in ROUTES}
    ids = [operation["operationId"] for methods in found["paths"].values() for operation in methods.values()]
    assert len(ids) == len(set(ids))
    assert set(found["components"]["securitySchemes"]) == {"bearer", "key", "secret"}
    create = found["paths"][f"{BASE}/discounts"]["post"]
    schema = create["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["name", "location_id", "priority", "discount_type", "discount_amount"]
    assert "201" in create["responses"]
    assert "200" not in create["responses"]


def test_the_page_to_try_it_loads_our_own_files_only(shop: Shop) -> None:
    answer = Client().get(f"{BASE}/docs")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "://" not in page
    assert f'data-document="{BASE}/openapi.json"' in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(sources) == 5
    for source in sources:
        file = Client().get(source)
        assert (file.status_code, len(b"".join(file.streaming_content)) > 0) == (200, True)
