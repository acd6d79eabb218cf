"""The OpenAPI document of the Integration API says what the door does."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import jsonschema_rs
import pytest
import schemathesis

from polytill.api.integration.answers import GIVEN
from polytill.api.integration.api import api
from tests.caller import BASES
from tests.contracts.walk import names, published

pytestmark = pytest.mark.django_db
BASE = BASES["integration"]
# The exchanges that the API is known by.
EXCHANGES = """
sells.list GET /sells
sells.check_invoice_number GET /sells/check-invoice-number
sells.get GET /sells/{id}
sells.payments.create POST /sells/{id}/payments
sells.duplicate POST /sells/{id}/duplicate
sells.public_links GET /sells/{id}/public-links
sells.delete DELETE /sells/{id}
transaction_payments.get GET /transaction-payments/{id}
transaction_payments.update PUT /transaction-payments/{id}
transaction_payments.delete DELETE /transaction-payments/{id}
sells.create POST /sells
sell_drafts.list GET /sell-drafts
sell_drafts.get GET /sell-drafts/{id}
sell_drafts.update PUT /sell-drafts/{id}
sell_drafts.delete DELETE /sell-drafts/{id}
quotations.list GET /quotations
quotations.get GET /quotations/{id}
quotations.create POST /quotations
quotations.convert POST /quotations/{id}/convert-to-invoice
sell_returns.list GET /sell-returns
sell_returns.get GET /sell-returns/{id}
sell_returns.upsert POST /sell-returns
sell_returns.payments.create POST /sell-returns/{id}/payments
sell_returns.delete DELETE /sell-returns/{id}
shipments.list GET /shipments
shipments.get GET /shipments/{id}
shipments.statuses GET /shipments/shipping-statuses
shipments.update PUT /shipments/{id}
discounts.list GET /discounts
discounts.get GET /discounts/{id}
discounts.create POST /discounts
discounts.update PUT /discounts/{id}
discounts.delete DELETE /discounts/{id}
discounts.activate POST /discounts/{id}/activate
pos.sells.list GET /pos/sells
pos.recent GET /pos/recent-transactions
pos.sells.create POST /pos/sells
pos.suspended.list GET /pos/suspended-sales
pos.suspended.get GET /pos/suspended-sales/{id}
pos.suspended.finalize POST /pos/suspended-sales/{id}/finalize
pos.suspended.delete DELETE /pos/suspended-sales/{id}
cash_registers.list GET /cash-registers
cash_registers.get GET /cash-registers/{id}
cash_registers.details GET /cash-registers/{id}/details
cash_registers.transactions GET /cash-registers/{id}/transactions
cash_registers.open POST /cash-registers/open
cash_registers.close POST /cash-registers/close
sales_orders.list GET /sales-orders
sales_orders.get GET /sales-orders/{id}
sales_orders.create POST /sales-orders
sales_orders.update PUT /sales-orders/{id}
sales_orders.delete DELETE /sales-orders/{id}
sales_orders.status PUT /sales-orders/{id}/status
types_of_service.list GET /types-of-service
types_of_service.get GET /types-of-service/{id}
types_of_service.create POST /types-of-service
types_of_service.update PUT /types-of-service/{id}
types_of_service.delete DELETE /types-of-service/{id}
users.list GET /users
users.get GET /users/{id}
users.create POST /users
users.update PUT /users/{id}
users.delete DELETE /users/{id}
roles.list GET /roles
roles.get GET /roles/{id}
roles.create POST /roles
roles.update PUT /roles/{id}
roles.delete DELETE /roles/{id}
commission_agents.list GET /commission-agents
commission_agents.get GET /commission-agents/{id}
commission_agents.create POST /commission-agents
commission_agents.update PUT /commission-agents/{id}
commission_agents.delete DELETE /commission-agents/{id}
"""
ROUTES = names(api)
NAMED = dict(row.split(" ", 1) for row in EXCHANGES.strip().splitlines())
# Beside them: the file of a payment.
OWN = {"GET /transaction-payments/{id}/document"}


@pytest.fixture
def document() -> dict[str, Any]:
    return published(BASE)


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    schemathesis.openapi.from_dict(document).validate()
    broken = copy.deepcopy(document)
    del broken["paths"][f"{BASE}/sells"]["get"]["responses"]["200"]["description"]
    with pytest.raises(jsonschema_rs.ValidationError):
        schemathesis.openapi.from_dict(broken).validate()


def test_every_exchange_is_in_the_document(document: dict[str, Any]) -> None:
    assert len(NAMED) == 73
    documented = {f"{m.upper()} {path.removeprefix(BASE)}" for path, ms in document["paths"].items() for m in ms}
    assert set(NAMED.values()) <= documented
    assert {f"PATCH {name[4:]}" for name in NAMED.values() if name.startswith("PUT ")} <= documented
    assert ROUTES - set(NAMED.values()) == OWN


def test_every_route_has_an_answer_and_every_answer_a_route() -> None:
    assert set(GIVEN) == ROUTES


def test_every_answer_is_described(document: dict[str, Any]) -> None:
    ids = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            ids.append(operation["operationId"])
            successes = [code for code in operation["responses"] if code < "300"]
            assert len(successes) == 1, (method, path)
            assert operation["responses"][successes[0]]["content"], (method, path)
            assert {"401", "403", "500"} <= set(operation["responses"]), (method, path)
    assert len(ids) == len(set(ids)) == len(ROUTES) + sum(name.startswith("PUT ") for name in ROUTES)


def test_references_lead_somewhere_and_nothing_is_defined_for_nobody(document: dict[str, Any]) -> None:
    named = set(re.findall(r'"\$ref": "#/components/(\w+/\w+)"', json.dumps(document)))
    parts = document["components"]
    assert named == {f"{kind}/{name}" for kind in ("schemas", "responses") for name in parts[kind]}


def test_a_list_that_takes_a_format_also_comes_as_csv(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        operation = methods.get("get", {"responses": {"200": {"content": {}}}})
        takes = any(parameter["name"] == "format" for parameter in operation.get("parameters", ()))
        assert takes == ("text/csv" in operation["responses"]["200"]["content"]), path


def test_no_query_can_hold_a_null(document: dict[str, Any]) -> None:
    given = [p for methods in document["paths"].values() for o in methods.values() for p in o.get("parameters", ())]
    assert {"q", "format", "is_active", "Idempotency-Key"} <= {parameter["name"] for parameter in given}
    assert "null" not in json.dumps([parameter["schema"] for parameter in given])
