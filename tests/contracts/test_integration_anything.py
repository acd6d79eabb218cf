"""Whatever a client sends, the door answers what it documents: never a failure of ours."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polytill.api.integration.api import api
from tests.shop import Shop

once_a_shop = settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
texts = st.text(max_size=20) | st.sampled_from(
    ["2026-03-06", "1e999", "-0", "NaN", "01/13/2026", "9" * 30, "\x00", "'--", "=1", "[]", "😀", "\ud800"]
)
scalars = st.none() | st.booleans() | st.integers() | st.integers(-5, 5) | st.floats(allow_nan=True) | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)
DISCOUNT = (
    "name", "location_id", "priority", "discount_type", "discount_amount", "brand_id", "category_id", "starts_at",
    "ends_at", "is_active", "applicable_in_cg", "spg", "variation_ids",
)  # fmt: skip
SERVICE = (
    "name", "description", "location_price_group", "packing_charge_type", "packing_charge", "enable_custom_fields",
)  # fmt: skip


def drain(answer: Any) -> None:
    """To its end, for closing it before would close the database under the test."""
    if answer.streaming:
        assert b"".join(answer.streaming_content)


def valid(shop: Shop, path: str) -> dict[str, Any]:
    if path == "/types-of-service":
        return {"name": "Any"}
    return {
        "name": "Any", "location_id": shop.location.pk, "priority": 1, "discount_type": "fixed", "discount_amount": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("path", "fields"), [("/discounts", DISCOUNT), ("/types-of-service", SERVICE)])
@once_a_shop
@given(data=st.data())
def test_any_body_is_taken_or_refused(shop: Shop, path: str, fields: tuple[str, ...], data: st.DataObject) -> None:
    sent = data.draw(st.dictionaries(st.sampled_from(fields), values, min_size=1, max_size=3))
    answer = shop.client().post(path, json.dumps({**valid(shop, path), **sent}))
    assert answer.status_code in (201, 422), answer.content
    if answer.status_code == 422:
        assert answer.json()["message"]


WRITES = [(method, route) for route in api.routes if route.body for method in route.methods]


@pytest.mark.parametrize(("method", "route"), WRITES, ids=[f"{method} {route.path}" for method, route in WRITES])
@settings(once_a_shop, max_examples=8)
@given(data=st.data())
def test_no_write_fails_on_whatever_it_gets(shop: Shop, method: str, route: Any, data: st.DataObject) -> None:
    fields = sorted(route.body.model_fields)
    sent = data.draw(st.dictionaries(st.sampled_from(fields), values, max_size=4))
    path = re.sub(r"\{(int:)?\w+\}", "1", route.path)
    answer = getattr(shop.client(), method.lower())(path, json.dumps(sent))
    assert answer.status_code < 500, answer.content


READS = [route for route in api.routes if "GET" in route.methods]
EXTREMES = (
    {"page": 10**9}, {"q": "9" * 30}, {"q": "%_"}, {"search": "\\"}, {"location_id": 10**30}, {"contact_id": "abc"},
    {"start_date": "2026-03-06"}, {"start_date": "9999-12-31", "end_date": "9999-12-31"}, {"format": "csv"},
    {"start_date": "0001-01-01", "end_date": "2026-03-06"}, {"start_date": "x", "end_date": "y"}, {"sort": "id;"},
)  # fmt: skip


@pytest.mark.parametrize("route", READS, ids=[route.path for route in READS])
def test_no_read_fails_on_an_extreme_query(shop: Shop, route: Any) -> None:
    client, path = shop.client(), re.sub(r"\{(int:)?\w+\}", "1", route.path)
    for query in EXTREMES:
        answer = client.get(path, query)
        assert answer.status_code < 500, query
        drain(answer)


@once_a_shop
@given(body=st.binary(max_size=60))
def test_any_bytes_are_taken_or_refused(shop: Shop, body: bytes) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "?"):
        assert shop.client().post("/discounts", body, content_type=kind).status_code == 422


@once_a_shop
@given(query=st.dictionaries(st.sampled_from(["q", "page", "per_page", "is_active", "format", "x[y]"]), texts))
def test_any_query_is_taken_or_refused(shop: Shop, query: dict[str, str]) -> None:
    sent = {name: text for name, text in query.items() if "\ud800" not in text}
    answer = shop.client().get("/discounts", sent)
    assert answer.status_code in (200, 422), answer
    drain(answer)
