"""Bench for tests/api/test_robustness.py: every path of the server, a caller that watches what is written, and two
businesses whose rows can be told apart by their ids and by a word in all their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import URLPattern, get_resolver

from polytill.api.common.door import Route
from tests.caller import BASES

FIRST_FOREIGN = 1_000_001
MARK = "ZQTENANT"
# Notes of the calls themselves: when a credential was used, how often a sign-in failed, which answer was kept.
NOTES = (
    "identity_accesstoken",
    "identity_apikey",
    "identity_signinwindow",
    "outbox_idempotentrequest",
    "django_session",
)


@dataclass(frozen=True)
class Spot:
    """One path. kinds: of its parameters, in order. routes: by method, where a door says what it takes."""

    template: str
    kinds: tuple[str, ...]
    routes: dict[str, Route] = field(compare=False, hash=False)

    def url(self, *values: Any) -> str:
        return self.template.format(*values)

    @property
    def base(self) -> str:
        return self.template.split("{")[0]

    def __str__(self) -> str:
        return self.template


def spots() -> list[Spot]:
    """From the URL resolver, so that nobody has to register a path here."""
    doors = _routes_of_doors()
    found = []
    for pattern in _walk(get_resolver().url_patterns, ""):
        kinds = tuple(re.findall(r"<(?:(\w+):)?\w+>", pattern))
        template = "/" + re.sub(r"<[^>]+>", "{}", pattern)
        found.append(Spot(template, tuple(kind or "str" for kind in kinds), doors.get(template, {})))
    return found


def _walk(patterns: Any, prefix: str) -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLPattern):
            route = getattr(entry.pattern, "_route", None)
            if route is not None:  # the catch-all of a door is no path of its own
                yield prefix + route
        else:
            yield from _walk(entry.url_patterns, prefix + str(getattr(entry.pattern, "_route", "")))


def _routes_of_doors() -> dict[str, dict[str, Route]]:
    found: dict[str, dict[str, Route]] = {}
    for dialect, base in BASES.items():
        name = f"polytill.api.{dialect}"
        if not (find_spec(name) and find_spec(f"{name}.api")):
            continue
        for route in import_module(f"{name}.api").api.routes:
            template = base + re.sub(r"\{[^}]+\}", "{}", route.path)
            found.setdefault(template, {}).update(dict.fromkeys(route.methods, route))
    return found


class Attacker:
    """Sends, and checks of every answer what must hold of each: no 500, a refusal in the dialect's shape that wrote
    nothing, and no word of the other business."""

    def __init__(self, headers: dict[str, str], session: dict[str, Any] | None = None) -> None:
        self.headers, self.count = headers, 0
        self.client = Client(raise_request_exception=False)
        if session is not None:
            stored = self.client.session
            stored.update(session)
            stored.save()
            self.client.cookies["polytill_session"] = stored.session_key
        self.state = snapshot()

    def send(self, method: str, url: str, data: bytes = b"", kind: str = "application/json", **headers: str) -> Any:
        self.count += 1
        before = written()
        answer = self.client.generic(method, url, data, kind, headers={**self.headers, **headers})
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        wrote = written() != before
        what = f"{method} {url} {data[:300]!r} -> {answer.status_code} {content[:300]!r}"
        assert answer.status_code < 500, what
        assert MARK.encode() not in content, f"another business shows: {what}"
        if answer.status_code >= 400:
            if method != "HEAD":
                check_refusal(url, answer, content, what)
            if wrote:
                assert changes(self.state, snapshot()) == {}, what
        elif wrote:
            self.state = snapshot()
        return answer


def check_refusal(url: str, answer: Any, content: bytes, what: str) -> None:
    if not url.startswith("/api/v1/integration"):
        return
    assert answer.headers["Content-Type"].startswith("application/json"), what
    body = answer.json()
    assert isinstance(body.get("message"), str), what
    assert body["message"], what
    extra = set(body) - {"message"}
    assert extra <= ({"errors", "invalid_variation_ids"} if answer.status_code == 422 else set()), what
    for name, texts in body.get("errors", {}).items():
        assert name, what
        assert texts, what
        assert all(isinstance(text, str) and text for text in texts), what


def written() -> Any:
    """Moves with each row that is written, also where it is rolled back. Queries are not watched: the core's prebuilt
    statements would take another way than in a shop."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT total_changes()" if connection.vendor == "sqlite" else "SELECT pg_current_wal_insert_lsn()::text"
        )
        return cursor.fetchone()[0]


def snapshot() -> dict[str, frozenset[str]]:
    """Every row of every table but the notes."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            if table not in NOTES:
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = frozenset(repr(row) for row in cursor.fetchall())
    return found


def changes(before: dict[str, frozenset[str]], after: dict[str, frozenset[str]]) -> dict[str, list[str]]:
    return {table: sorted(after[table] ^ rows) for table, rows in before.items() if after[table] != rows}


def tenant_models() -> list[Any]:
    return [m for m in apps.get_models() if any(f.name == "business" and f.is_relation for f in m._meta.fields)]


def mixed_businesses() -> list[str]:
    """Rows that refer to a row of another business."""
    found = []
    for model in tenant_models():
        for relation in model._meta.fields:
            target = relation.related_model
            if relation.name == "business" or target is None or target not in tenant_models():
                continue
            rows = model._base_manager.filter(**{f"{relation.name}__isnull": False})
            strangers = rows.exclude(**{f"{relation.name}__business_id": F("business_id")}).count()
            found += [f"{model.__name__}.{relation.name}: {strangers}"] if strangers else []
        for many in model._meta.many_to_many:
            ends = [f.name for f in many.remote_field.through._meta.fields if f.is_relation]
            if many.related_model not in tenant_models():
                continue
            rows = many.remote_field.through._base_manager.all()
            strangers = rows.exclude(**{f"{ends[0]}__business_id": F(f"{ends[1]}__business_id")}).count()
            found += [f"{model.__name__}.{many.name}: {strangers}"] if strangers else []
    return found


def mark(business_id: int) -> None:
    """The word goes into the texts of that business."""
    names = {"name", "first_name", "label", "email", "address", "description", "note", "number", "code"}
    for model in tenant_models():
        texts = [
            f for f in model._meta.fields
            if f.name in names and isinstance(f, models.CharField | models.TextField) and (f.max_length or 99) >= 64
        ]  # fmt: skip
        if texts:
            model._base_manager.filter(business_id=business_id).update(
                **{f.name: Concat(F(f.name), Value(MARK)) for f in texts}
            )


@contextmanager
def ids_from(first: int) -> Iterator[None]:
    """Rows made inside get ids from `first`; afterwards the tables count as before."""
    before = _set_sequences(dict.fromkeys((m._meta.db_table for m in apps.get_models()), first - 1))
    try:
        yield
    finally:
        _set_sequences(before)


def count_from(first: int) -> None:
    """Of empty tables: the next rows get ids from `first`."""
    _set_sequences(dict.fromkeys((m._meta.db_table for m in apps.get_models()), first - 1))


def _set_sequences(wanted: dict[str, int]) -> dict[str, int]:
    """The last id given by table; returns what it was."""
    before = {}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            before = {name: last for name, last in cursor.fetchall() if name in wanted}
            for table, last in wanted.items():
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
            return dict.fromkeys(wanted, 0) | before
        for table, last in wanted.items():
            cursor.execute(
                "SELECT pg_get_serial_sequence(%s, attname) FROM pg_attribute "
                "WHERE attrelid = %s::regclass AND attname = 'id'",
                [f'"{table}"', f'"{table}"'],
            )
            sequence = cursor.fetchone()
            if sequence and sequence[0]:
                cursor.execute(f"SELECT last_value FROM {sequence[0]}")
                before[table] = max(1, cursor.fetchone()[0])
                cursor.execute("SELECT setval(%s, %s, %s)", [sequence[0], max(1, last), last > 0])
    return before
