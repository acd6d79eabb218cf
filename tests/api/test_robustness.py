"""Malformed, wrong, absurd and foreign input at every path that the server has.

Of each answer `Attacker` checks: no 500; a refusal has the dialect's shape and wrote nothing; no word of the other
business. Paths come from the URL resolver, fields from the doors' schemas: a new endpoint is attacked unasked.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.conf import settings
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from polytill.api.common import clock
from polytill.domain.identity.selectors import password_stamp
from polytill.domain.storage.ids import forget_blocks
from polytill.domain.storage.remember import forget
from polytill.web.till import schemas as till_schemas
from tests.api.attack import FIRST_FOREIGN, Attacker, Spot, count_from, ids_from, mark, mixed_businesses, spots
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)

SPOTS = spots()
DOORS = [spot for spot in SPOTS if spot.routes]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
BODIED = [(spot, method) for spot in DOORS for method, route in spot.routes.items() if route.body is not None]
ABSURD_IDS = ("0", "9223372036854775807", "9223372036854775808", "1" * 40)
NOT_IDS = ("-1", "abc", "1.5", "%00", "%E2%82%AC", "%FF", "..%2F..", "１")
UNKNOWN = "4000000"


@pytest.fixture
def shop(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Ours, whose ids count from 1, and another business all of whose ids are FIRST_FOREIGN and above."""
    forget()
    forget_blocks()
    count_from(1)
    shop = Shop("Awesome Shop")
    with ids_from(FIRST_FOREIGN):
        shop.other = Shop("Other Shop", currency="EUR", time_zone="Europe/Berlin")
    mark(shop.other.business.pk)
    forget()
    forget_blocks()
    monkeypatch.setattr(clock, "system_clock", lambda: shop.now)
    yield shop
    forget()
    forget_blocks()


@pytest.fixture
def attacker(shop: Shop) -> Attacker:
    """The administrator, with an open till."""
    stamp = password_stamp(shop.admin.pk)
    attacker = Attacker({"Authorization": f"Bearer {shop.token()}"}, session={"user_id": shop.admin.pk, "stamp": stamp})
    opened = attacker.send("POST", "/till/api/register/open", b'{"location_id": %d, "float": "100"}' % shop.location.pk)
    assert opened.status_code == 200
    return attacker


def urls(spot: Spot, number: str = UNKNOWN) -> str:
    other = {"int": number, "str": "no-such-token", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}
    return spot.url(*[other.get(kind, "x") for kind in spot.kinds])


# --- what the walk finds -------------------------------------------------------------------------------------------


def test_every_path_of_the_door_is_found() -> None:
    from polytill.api.integration.api import api

    found = {(method, route.path) for spot in DOORS for method, route in spot.routes.items()}
    assert {(method, route.path) for route in api.routes for method in route.methods} <= found
    assert "/healthz" in {spot.template for spot in SPOTS}


# --- who calls -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer 1|wrong"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer a\x00b"},
        {"Authorization": "Bearer " + "x" * 10_000},
        {"Authorization": "Bearer \xff\xfe"},
        {"X-Api-Key": "pk_1", "X-Api-Secret": "sk_1"},
        {"X-Api-Key": "a\x00b", "X-Api-Secret": "\x00"},
        {"X-Api-Key": "pk_1"},
    ],
    ids=repr,
)
def test_without_a_valid_credential_nothing_opens(shop: Shop, headers: dict[str, str]) -> None:
    stranger = Attacker(headers)
    for spot in DOORS:
        for method in spot.routes:
            answer = stranger.send(method, urls(spot, str(shop.admin.pk)), b'{"first_name": "x"}')
            assert answer.status_code == 401, f"{method} {spot}"


def test_a_method_that_a_path_does_not_know_is_refused(attacker: Attacker) -> None:
    for spot in SPOTS:
        for method in (*METHODS, "HEAD", "OPTIONS", "TRACE", "PURGE"):
            if method not in spot.routes:
                attacker.send(method, urls(spot))


# --- which record --------------------------------------------------------------------------------------------------


def test_ids_that_are_none(attacker: Attacker) -> None:
    for spot in (spot for spot in SPOTS if "int" in spot.kinds):
        for number in ABSURD_IDS + NOT_IDS:
            url = spot.url(*[number] * len(spot.kinds))
            for method in spot.routes or ("GET", "POST"):
                answer = attacker.send(method, url, b"{}")
                assert answer.status_code >= 300, f"{method} {url}"


def test_texts_in_a_path(attacker: Attacker) -> None:
    for spot in (spot for spot in SPOTS if {"str", "path"} & set(spot.kinds)):
        for text in (*NOT_IDS, "x" * 5000):
            for method in spot.routes or ("GET", "POST"):
                attacker.send(method, spot.url(*[text] * len(spot.kinds)), b"{}")


def test_records_of_another_business_are_missing(shop: Shop, attacker: Attacker) -> None:
    """Every id from FIRST_FOREIGN on stands in some table of the other business, and in none of ours."""
    for spot in (spot for spot in SPOTS if "int" in spot.kinds):
        for number in (FIRST_FOREIGN, FIRST_FOREIGN + 1, FIRST_FOREIGN + 4):
            for method in spot.routes or ("GET", "POST"):
                route = spot.routes.get(method)
                body = sample(schema_of(route), number) if route is not None and route.body is not None else {}
                answer = attacker.send(method, urls(spot, str(number)), orjson.dumps(body))
                assert answer.status_code >= 300, f"{method} {spot} {number}"


def test_fields_that_name_records_of_another_business(attacker: Attacker) -> None:
    for spot, method in BODIED:
        for number in (FIRST_FOREIGN, FIRST_FOREIGN + 1, FIRST_FOREIGN + 3):
            body = sample(schema_of(spot.routes[method]), number)
            attacker.send(method, urls(spot, "2"), orjson.dumps(body))
    assert mixed_businesses() == []


# --- bodies --------------------------------------------------------------------------------------------------------

RAW = {
    "cut": b'{"name": ',
    "list": b"[]",
    "text": b'"x"',
    "null": b"null",
    "number": b"17",
    "not utf-8": b'{"name": "\xff\xfe"}',
    "nan": b'{"name": NaN}',
    "surrogate": b'{"name": "\\ud800"}',
    "binary": bytes(range(256)),
    "deep list": b"[" * 50_000,
    "deep object": b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    "deep field": b'{"name": ' + b"[" * 900 + b"]" * 900 + b"}",
}
FORMS = [
    ("multipart/form-data", b"--x\r\n"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x--"),
    ("application/x-www-form-urlencoded", b"name[a][b]=1&name=2&name[]=3&%FF=%FE"),
    ("application/x-www-form-urlencoded", b"a" + b"[x]" * 5_000 + b"=1"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % i for i in range(21_000))),
    ("application/json; charset=klingon", b"{}"),
    ("\xff\xfe", b"{}"),
    ("text/plain", b"hello"),
]


@pytest.mark.parametrize("name", RAW)
def test_bodies_that_are_no_json_object(attacker: Attacker, name: str) -> None:
    for spot, method in BODIED:
        answer = attacker.send(method, urls(spot, "1"), RAW[name])
        assert answer.status_code >= 400, f"{method} {spot}"


def test_bodies_of_other_kinds(attacker: Attacker) -> None:
    for spot, method in BODIED:
        for kind, data in FORMS:
            attacker.send(method, urls(spot), data, kind)


def test_pages_take_any_body(attacker: Attacker) -> None:
    for spot in (spot for spot in SPOTS if not spot.routes):
        for data in RAW.values():
            attacker.send("POST", urls(spot), data)
        for kind, data in FORMS:
            attacker.send("POST", urls(spot), data, kind)


def test_bodies_too_large(attacker: Attacker) -> None:
    large = b'{"name": "' + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}'
    for spot, method in BODIED[:: max(1, len(BODIED) // 6)]:
        assert attacker.send(method, urls(spot, "1"), large).status_code == 413, f"{method} {spot}"
    spot, method = BODIED[0]
    for length in (str(settings.REQUEST_LIMIT + 1), "-1", "many", "9" * 30):
        answer = attacker.client.generic(method, urls(spot), b"{}", "application/json", CONTENT_LENGTH=length)
        assert answer.status_code in (401, 413, 422)


JUNK: list[Any] = [
    None, True, "", " ", "x", "0", "-1", "1e400", "NaN", "Infinity", "1,5", "\x00", "a\x00b", "é" * 3000, "x" * 70_000,
    "2026-13-45", "0000-00-00", "9999-12-31T23:59:59+14:00", "0001-01-01", "2026-03-06T25:61:61Z", "now",
    0, -1, 1, 0.1, -0.0, 1e308, 1e-308, 2**31, 2**53 + 1, 2**63, 10**18, -(2**63), 1e15, 99999999999.9999, 0.00000001,
    [], [None], [[]], [{}], [1] * 300, {}, {"a": 1}, {"0": "x"}, {"": {}}, "=1+1", "' OR 1=1 --",
    "\u202e\ud7ff\U0001f600",
]  # fmt: skip


numbers = itertools.count(2**64)
# What a schema does not say of a field, so that a body as a whole is one that is carried out.
WELL_SAID = {
    "method": "cash", "email": "ada@example.com", "password": "some secret", "cmmsn_percent": 5, "is_active": True,
    "allow_login": True, "transaction_date": "2026-03-06 10:00", "location_access": {"scope": "all"},
}  # fmt: skip


def schema_of(route: Any) -> dict[str, Any]:
    schema: dict[str, Any] = route.body.model_json_schema()
    return schema


def sample(schema: dict[str, Any], number: int, defined: dict[str, Any] | None = None, depth: int = 0) -> Any:
    """A value of that shape: every whole number in it is `number`."""
    defined = schema.get("$defs", {}) if defined is None else defined
    if "$ref" in schema:
        return sample(defined[schema["$ref"].rpartition("/")[2]], number, defined, depth + 1)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return sample(schema[several][0], number, defined, depth)
    if "enum" in schema or "const" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        fields = schema.get("properties", {}) if depth < 6 else {}
        return {
            name: WELL_SAID.get(name) or sample(inner, number, defined, depth + 1) for name, inner in fields.items()
        }
    if kind == "array":
        return [sample(schema.get("items", {}), number, defined, depth + 1)]
    if kind == "string":
        given = {"date": "2026-03-06", "date-time": "2026-03-06 10:00", "uuid": str(UUID(int=next(numbers)))}
        return given.get(schema.get("format", ""), "some text")
    return {"integer": number, "number": 2, "boolean": True}.get(kind, "some text")


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body where a value stands."""
    if at:
        yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places(item, (*at, key))


def put(body: Any, at: tuple[Any, ...], value: Any) -> None:
    for key in at[:-1]:
        if not isinstance(body, dict | list):
            return
        body = (
            body[key]
            if isinstance(body, dict) and key in body
            else body[key]
            if isinstance(body, list) and isinstance(key, int) and key < len(body)
            else None
        )
    if isinstance(body, dict) or (isinstance(body, list) and isinstance(at[-1], int) and at[-1] < len(body)):
        body[at[-1]] = value


def test_each_field_takes_junk(attacker: Attacker) -> None:
    """A few of the junk values in each field, others each time it is another field: the pool goes round."""
    turn = random.Random(7)
    for spot, method in BODIED:
        whole = sample(schema_of(spot.routes[method]), 1)
        for at in places(whole):
            for value in turn.sample(JUNK, 2):
                body = json.loads(json.dumps(whole))
                put(body, at, value)
                attacker.send(
                    method,
                    urls(spot, "1"),
                    orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS) if fits(value) else json.dumps(body).encode(),
                )
    assert mixed_businesses() == []


def test_the_tills_calls_take_junk(attacker: Attacker) -> None:
    """Which of its shapes a call reads is not said by its path, so each call gets each."""
    turn = random.Random(11)
    calls = [spot for spot in SPOTS if spot.template.startswith("/till/api/")]
    shapes = [vars(till_schemas)[name] for name in dir(till_schemas) if name.endswith("Body")]
    for shape in shapes:
        whole = sample(shape.model_json_schema(), 1)
        for at in places(whole):
            for value in [*turn.sample(JUNK, 4), "a\x00b", 2**63]:
                body = json.loads(json.dumps(whole))
                put(body, at, value)
                for spot in calls if at == next(places(whole)) else turn.sample(calls, 2):
                    attacker.send("POST", urls(spot, "1"), json.dumps(body).encode("utf-8", "replace"))


def fits(value: Any) -> bool:
    return not isinstance(value, int) or -(2**63) <= value < 2**64


any_value = st.recursive(
    st.sampled_from(JUNK) | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@hypothesis_settings(
    max_examples=250, deadline=None, derandomize=True, database=None, phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(target=st.sampled_from(BODIED), number=st.integers(1, 12), data=st.data())
def test_bodies_with_several_faults(attacker: Attacker, target: tuple[Spot, str], number: int, data: Any) -> None:
    spot, method = target
    body = sample(schema_of(spot.routes[method]), number)
    spoiled = data.draw(st.lists(st.sampled_from(sorted(places(body), key=str) or [("x",)]), max_size=3))
    for at in spoiled:
        put(body, at, data.draw(any_value))
    attacker.send(method, urls(spot, str(number)), json.dumps(body).encode("utf-8", "replace"))


# --- queries -------------------------------------------------------------------------------------------------------

QUERIES = [
    "{}=", "{}=%00", "{}=%FF", "{}=a", "{}=" + "x" * 5000, "{}=-1", "{}=0", "{}=1e400", "{}=9223372036854775808",
    "{}[]=1&{}[]=2", "{}[a][b]=1", "{}=2026-13-45", "{}=9999-12-31", "{}=0001-01-01", "{}=%27%25_%5C", "{}=null",
]  # fmt: skip


def test_queries_with_junk(attacker: Attacker) -> None:
    for spot in DOORS:
        route = spot.routes.get("GET")
        if route is None:
            continue
        names = list(route.query.model_json_schema().get("properties", {})) if route.query is not None else ["format"]
        for name in names:
            for query in QUERIES:
                attacker.send("GET", f"{urls(spot, '1')}?{query.replace('{}', name)}")
        attacker.send("GET", f"{urls(spot, '1')}?page=1000000000&per_page=100")
        attacker.send("GET", f"{urls(spot, '1')}?format=csv&page=1000000000&per_page=100")


def test_pages_with_junk_in_the_query(attacker: Attacker) -> None:
    for spot in (spot for spot in SPOTS if not spot.routes):
        for name in ("q", "after"):
            for query in QUERIES:
                attacker.send("GET", f"{urls(spot, '1')}?{query.replace('{}', name)}")


def test_headers_with_junk(attacker: Attacker) -> None:
    posts = [(spot, method) for spot, method in BODIED if method == "POST"]
    for spot, method in posts:
        for key in ("", " ", "x" * 192, "\x00", "\xff\xfe"):
            attacker.send(method, urls(spot), b"{}", **{"Idempotency-Key": key})
        attacker.send(
            method, urls(spot), b"{}", **{"Accept": "\xff", "Accept-Language": "xx;q=a", "X-Forwarded-For": "\x00"}
        )
