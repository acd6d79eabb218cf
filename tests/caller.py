"""Calls a dialect as its clients do: over the URLs, with a bearer token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.test import Client

from polytill.domain.identity.models import User

BASES = {"integration": "/api/v1/integration", "ultimatepos": "/connector/api", "nexopos": "/api", "asalta": ""}


class ExactClient(Client):
    def _parse_json(self, response: Any, **extra: Any) -> Any:
        return super()._parse_json(response, **{"parse_float": Decimal, **extra})  # type: ignore[misc]


class Caller:
    """token None calls without a credential. A body is sent as JSON; bytes and text go out as they are."""

    def __init__(self, base: str, token: str | None, *, user: User | None = None) -> None:
        self.base, self.token, self.user = base, token, user
        self._client = ExactClient()

    def get(self, path: str, query: Mapping[str, Any] | None = None, **options: Any) -> Any:
        return self._client.get(self.base + path, query or {}, headers=self._headers(options), **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self._send("POST", path, body, options)

    def put(self, path: str, body: Any = None, **options: Any) -> Any:
        return self._send("PUT", path, body, options)

    def patch(self, path: str, body: Any = None, **options: Any) -> Any:
        return self._send("PATCH", path, body, options)

    def delete(self, path: str, body: Any = None, **options: Any) -> Any:
        return self._send("DELETE", path, body, options)

    def upload(self, path: str, fields: Mapping[str, Any], **options: Any) -> Any:
        """POST as multipart/form-data; a value that is an open file is sent as a file."""
        return self._client.post(self.base + path, dict(fields), headers=self._headers(options), **options)

    def _send(self, method: str, path: str, body: Any, options: dict[str, Any]) -> Any:
        data = body if isinstance(body, str | bytes) else b"" if body is None else json.dumps(body, default=_number)
        content_type = options.pop("content_type", "application/json")
        headers = self._headers(options)
        return self._client.generic(method, self.base + path, data, content_type, headers=headers, **options)

    def _headers(self, options: dict[str, Any]) -> dict[str, str]:
        headers: dict[str, str] = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        return {"Accept": "application/json", **headers, **(options.pop("headers", None) or {})}


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{value!r} is no JSON")
