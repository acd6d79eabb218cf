"""Calls routes and holds each answer against the door's own OpenAPI document, to the last key."""

from __future__ import annotations

import json
import re
from typing import Any

from django.db import transaction
from django.test import Client
from jsonschema_rs import Draft202012Validator

from polytill.api.common.door import Door
from tests.caller import Caller
from tests.contracts.exchange import columns

JSON, CSV = "application/json", "text/csv"


def names(door: Door) -> set[str]:
    """Its routes as "GET /sells/{id}", without PATCH, which is PUT again."""
    methods = ((method, route) for route in door.routes for method in route.methods if method != "PATCH")
    return {f"{method} {re.sub(r'int:', '', route.path)}" for method, route in methods}


def published(base: str) -> dict[str, Any]:
    found: dict[str, Any] = Client().get(f"{base}/openapi.json").json()
    return found


def closed(schema: Any) -> Any:
    """The same, but a key that it does not name is a fault."""
    if isinstance(schema, list):
        return [closed(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(inner) for key, inner in schema.items()}
    return {**found, "additionalProperties": False} if "properties" in schema else found


class Walk:
    """walked: the routes that answered, as "GET /sells"."""

    def __init__(self, base: str, caller: Caller) -> None:
        self.document, self.base, self.caller = published(base), base, caller
        self.schemas = closed(self.document["components"]["schemas"])
        self.walked: set[str] = set()

    def get(self, path: str, query: Any = None, **ids: int) -> Any:
        """And as CSV, where the route offers it: the columns are the keys of a row."""
        data = self._checked("GET", path, self.caller.get(path.format(**ids), query))
        content = self._content("GET", path, "200")
        if CSV in content:
            with transaction.atomic():
                answer = self.caller.get(path.format(**ids), {**(query or {}), "format": "csv"})
                assert answer.headers["Content-Type"].startswith(CSV)
                found = columns(answer)
                # PostgreSQL writes the rows in the shop's zone, which lasts to the end of the transaction.
                transaction.set_rollback(True)
            row = self._resolved(content[JSON]["schema"]["properties"]["data"])
            named = row if row.get("type") == "object" else self._resolved(row["items"])
            assert set(found) - {"data_json"} == set(named["properties"]), path
        return data

    def post(self, path: str, body: Any = None, **ids: int) -> Any:
        return self._checked("POST", path, self.caller.post(path.format(**ids), body))

    def put(self, path: str, body: Any, *, content_type: str = JSON, **ids: int) -> Any:
        return self._checked("PUT", path, self.caller.put(path.format(**ids), body, content_type=content_type))

    def delete(self, path: str, **ids: int) -> Any:
        return self._checked("DELETE", path, self.caller.delete(path.format(**ids)))

    def refused(self, method: str, path: str, answer: Any) -> int:
        """The status, once its shape is known to hold."""
        self._check(method, path, answer)
        return int(answer.status_code)

    def _checked(self, method: str, path: str, answer: Any) -> Any:
        assert answer.status_code in (200, 201), (method, path, answer.content)
        self._check(method, path, answer)
        self.walked.add(f"{method} {path}")
        return json.loads(answer.content)["data"]

    def _check(self, method: str, path: str, answer: Any) -> None:
        content = self._content(method, path, str(answer.status_code))
        schema = {**closed(content[JSON]["schema"]), "components": {"schemas": self.schemas}}
        faults = Draft202012Validator(schema, validate_formats=True).iter_errors(json.loads(answer.content))
        told = [f"{method} {path} {'.'.join(map(str, fault.instance_path))}: {fault.message}" for fault in faults]
        assert not told, told

    def _content(self, method: str, path: str, status: str) -> Any:
        responses = self.document["paths"][self.base + path][method.lower()]["responses"]
        assert status in responses, (method, path, status)
        return self._resolved(responses[status])["content"]

    def _resolved(self, value: dict[str, Any]) -> Any:
        found: Any = value
        if "$ref" in value:
            found = self.document
            for key in value["$ref"].removeprefix("#/").split("/"):
                found = found[key]
        return found
