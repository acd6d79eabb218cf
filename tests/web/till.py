"""A signed-in browser without the browser: calls the till's API with the session and CSRF of a page."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.test import Client

from polytill.domain.identity.selectors import password_stamp
from tests.shop import Shop


class Till:
    def __init__(self, shop: Shop, user: str = "cashier") -> None:
        self.shop, self.client = shop, Client(enforce_csrf_checks=True)
        person = getattr(shop, user)
        session = self.client.session
        session["user_id"], session["stamp"] = person.pk, password_stamp(person.pk)
        session.save()
        self.client.cookies["polytill_session"] = session.session_key
        self.client.get("/till")

    @property
    def token(self) -> str:
        return self.client.cookies["polytill_csrf"].value

    def get(self, path: str) -> Any:
        return self.client.get(f"/till/api/{path}")

    def post(self, path: str, body: Any = None, *, token: str | None = None, key: str | None = None) -> Any:
        headers = {"X-CSRFToken": self.token if token is None else token}
        if key is not None:
            headers["Idempotency-Key"] = key
        data = json.dumps(body if body is not None else {})
        return self.client.post(f"/till/api/{path}", data, "application/json", headers=headers)

    def open(self, amount: str = "100") -> Any:
        return self.post("register/open", {"location_id": self.shop.location.pk, "float": amount})

    def sale(self, *lines: dict[str, Any], total: str, **fields: Any) -> dict[str, Any]:
        values = {"uuid": str(uuid4()), "location_id": self.shop.location.pk, "expected_total": total, "lines": lines}
        return {**values, **fields}


def line(variation: Any, quantity: str = "1", **fields: Any) -> dict[str, Any]:
    return {"variation_id": variation.pk, "quantity": quantity, **fields}


def pay(*tenders: tuple[str, str]) -> list[dict[str, str]]:
    return [{"method": method, "amount": amount} for method, amount in tenders]
