"""Whatever a client sends, the door answers what it documents: never a failure of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    if answer.streaming:
        answer.close()
