"""Every answer of the Integration API is as its OpenAPI document says, to the last key."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from jsonschema_rs import Draft202012Validator

from polytill.api.integration.api import api
from polytill.domain.dining.models import Table
from polytill.domain.ledger.models import Expense
from polytill.domain.payments.models import Payment
from polytill.operations.checkout import Modifier, Tender
from tests.caller import BASES, Caller
from tests.contracts.walk import JSON, Walk, closed, names
from tests.selling import cash, line, sell
from tests.shop import Shop

BASE = BASES["integration"]
pytestmark = pytest.mark.django_db
# A file is no JSON; it is asked for with the payment that has it.
FILES = {"GET /transaction-payments/{id}/document"}


@pytest.fixture
def walk(shop: Shop) -> Walk:
    return Walk(BASE, shop.client())


def product(variation: Any, price: int, tax: int = 0, **fields: Any) -> dict[str, Any]:
    return {
        "product_id": variation.product_id, "variation_id": variation.pk, "quantity": 2, "unit_price": price,
        "unit_price_inc_tax": price + tax, "item_tax": tax, **fields,
    }  # fmt: skip


def body(shop: Shop, status: str = "final", **fields: Any) -> dict[str, Any]:
    """Jeans with a discount, water without; taxed, shipped and served."""
    jeans = product(shop.jeans_28, 70, 7, line_discount_type="percentage", line_discount_amount="2.5")
    return {
        "status": status, "contact_id": shop.customer.pk, "location_id": shop.location.pk,
        "transaction_date": "2026-03-06 17:30:00", "tax_rate_id": shop.vat.pk, "discount_type": "fixed",
        "discount_amount": 1, "sale_note": "note", "staff_note": "staff", "shipping_details": "By bike",
        "shipping_address": "1 Main St", "shipping_status": "ordered", "shipping_charges": "2.5",
        "products": [jeans, product(shop.water, 1)], "types_of_service_id": shop.service_type.pk,
        **fields,
    }  # fmt: skip


def test_every_answer_is_as_the_document_says(shop: Shop, walk: Walk) -> None:
    walk.post("/cash-registers/open", {"location_id": shop.location.pk, "initial_amount": 100})
    for part in (_sells, _drafts, _till, _returns, _payments, _shipments, _orders, _discounts, _services, _staff):
        part(shop, walk)
    _registers(shop, walk)
    assert walk.walked == names(api) - FILES


def _sells(shop: Shop, walk: Walk) -> None:
    sale = walk.post("/sells", body(shop, payments=[{"amount": 10, "method": "cash", "note": "n"}]))["id"]
    pizza = line(shop.pizza, modifiers=(Modifier(shop.cheese.pk),))
    plain = sell(shop, pizza, ref_no="R-1", tenders=cash("20"), change_return=D("10.7")).id
    assert len(walk.get("/sells")) == 2
    walk.get("/sells/check-invoice-number", {"invoice_no": "AS0001"})
    walk.get("/sells/{id}", id=sale)
    (found,) = walk.get("/sells/{id}", id=plain)["lines"]
    assert len(found["modifiers"]) == 1
    walk.post("/sells/{id}/payments", {"amount": 5, "method": "card", "card_type": "visa"}, id=sale)
    walk.post("/sells/{id}/duplicate", id=sale)
    walk.get("/sells/{id}/public-links", id=sale)
    walk.delete("/sells/{id}", id=plain)


def _drafts(shop: Shop, walk: Walk) -> None:
    draft = walk.post("/sells", body(shop, "draft", draft_kind="proforma"))["id"]
    walk.put("/sell-drafts/{id}", body(shop, "draft", draft_kind="standard"), id=draft)
    quotation = walk.post("/quotations", body(shop))["id"]
    assert {row["sub_status"] for row in walk.get("/sell-drafts")} == {None, "quotation"}
    walk.get("/sell-drafts/{id}", id=draft)
    walk.delete("/sell-drafts/{id}", id=draft)
    assert len(walk.get("/quotations")) == 1
    walk.get("/quotations/{id}", id=quotation)
    walk.post("/quotations/{id}/convert-to-invoice", id=quotation)


def _till(shop: Shop, walk: Walk) -> None:
    stamp = {"business": shop.business, "created_at": shop.now, "updated_at": shop.now}
    table = Table.objects.create(location=shop.location, name="Table 4", **stamp)
    sell(shop, line(shop.pizza), is_direct=False, table_id=table.pk)
    walk.post("/pos/sells", body(shop, payments=[{"amount": 10, "method": "card"}]))
    held, dropped = (walk.post("/pos/sells", body(shop, is_suspend=True))["id"] for _ in range(2))
    assert len(walk.get("/pos/sells")) == 4
    assert {bool(row["table"]) for row in walk.get("/pos/recent-transactions")} == {True, False}
    assert len(walk.get("/pos/suspended-sales")) == 2
    walk.get("/pos/suspended-sales/{id}", id=held)
    walk.post("/pos/suspended-sales/{id}/finalize", {"payments": [{"amount": 9, "method": "cash"}]}, id=held)
    walk.delete("/pos/suspended-sales/{id}", id=dropped)


def _returns(shop: Shop, walk: Walk) -> None:
    sale = walk.post("/sells", body(shop))["id"]
    first, _ = walk.get("/sells/{id}", id=sale)["lines"]
    sent = {"transaction_id": sale, "returns": [{"sell_line_id": first["id"], "quantity": 1}]}
    found = walk.post("/sell-returns", sent)["id"]
    walk.post("/sell-returns/{id}/payments", {"amount": 5, "method": "cash"}, id=found)
    assert len(walk.get("/sell-returns")) == 1
    walk.get("/sell-returns/{id}", id=found)
    walk.delete("/sell-returns/{id}", id=found)


def _payments(shop: Shop, walk: Walk) -> None:
    paid = Payment.objects.get(sale_id=sell(shop, tenders=(Tender(D("1.25"), "cash"),)).id).pk
    fields = {"amount": D(30), "paid_at": shop.now, "created_at": shop.now, "updated_at": shop.now}
    whole = Payment.objects.create(
        business=shop.business, method="cash", number="X1", contact=shop.customer, is_advance=True, **fields
    )
    part = Payment.objects.create(
        business=shop.business, method="cash", number="X2", contact=shop.customer, parent=whole, **fields
    )
    stamp = {"at": shop.now, "created_at": shop.now, "updated_at": shop.now}
    spent = Expense.objects.create(
        business=shop.business, location=shop.location, number="EP1", total=D(30), is_refund=True, **stamp
    )
    back = Payment.objects.create(business=shop.business, method="cash", number="X3", expense=spent, **fields)
    for payment_id in (paid, whole.pk, part.pk, back.pk):
        walk.get("/transaction-payments/{id}", id=payment_id)
    walk.put("/transaction-payments/{id}", {"amount": 1, "method": "cash"}, id=paid)
    file = SimpleUploadedFile("receipt.pdf", b"%PDF-1.4", "application/pdf")
    form = encode_multipart(BOUNDARY, {"amount": "1", "method": "cash", "document": file})
    data = walk.put("/transaction-payments/{id}", form, content_type=MULTIPART_CONTENT, id=paid)
    assert walk.caller.get(data["document"]["url"].partition(BASE)[2]).status_code == 200
    assert walk.get("/transaction-payments/{id}", id=paid)["document"]
    walk.delete("/transaction-payments/{id}", id=paid)


def _shipments(shop: Shop, walk: Walk) -> None:
    (sale, *_) = walk.get("/shipments")
    sent = {"shipping_status": "packed", "delivery_person": shop.cashier.pk, "shipping_custom_field_2": "fragile"}
    walk.put("/shipments/{id}", sent, id=sale["id"])
    walk.get("/shipments/{id}", id=sale["id"])
    assert len(walk.get("/shipments/shipping-statuses")) == 5


def _orders(shop: Shop, walk: Walk) -> None:
    order = walk.post("/sales-orders", body(shop))["id"]
    walk.put("/sales-orders/{id}", body(shop, invoice_no="SO-7"), id=order)
    assert len(walk.get("/sales-orders")) == 1
    walk.get("/sales-orders/{id}", id=order)
    walk.put("/sales-orders/{id}/status", {"status": "partial"}, id=order)
    walk.delete("/sales-orders/{id}", id=order)


def _discounts(shop: Shop, walk: Walk) -> None:
    sent = {
        "name": "Cut", "location_id": shop.location.pk, "priority": 1, "discount_type": "fixed",
        "discount_amount": "0.5",
    }  # fmt: skip
    shelf = {"brand_id": shop.levis.pk, "category_id": shop.clothing.pk, "spg": shop.price_group.pk}
    dates = {"starts_at": "2026-03-01", "ends_at": "2026-04-01", "is_active": False}
    found = walk.post("/discounts", {**sent, **shelf, **dates})["id"]
    walk.post("/discounts/{id}/activate", id=found)
    walk.put("/discounts/{id}", {"brand_id": None, "variation_ids": [shop.water.pk]}, id=found)
    walk.post("/discounts", sent)
    assert len(walk.get("/discounts")) == 2
    walk.get("/discounts/{id}", id=found)
    walk.delete("/discounts/{id}", id=found)


def _services(shop: Shop, walk: Walk) -> None:
    found = walk.post("/types-of-service", {"name": "Pick-up"})["id"]
    sent = {"name": "Pick-up", "packing_charge": 5, "packing_charge_type": "percent", "description": "d"}
    walk.put("/types-of-service/{id}", sent, id=found)
    assert len(walk.get("/types-of-service")) == 2
    walk.get("/types-of-service/{id}", id=found)
    walk.delete("/types-of-service/{id}", id=found)


def _staff(shop: Shop, walk: Walk) -> None:
    role = walk.post("/roles", {"name": "Baker", "permissions": ["sell.view"]})["id"]
    walk.put("/roles/{id}", {"name": "Head baker"}, id=role)
    assert len(walk.get("/roles")) == 3
    walk.get("/roles/{id}", id=role)
    places = {"scope": "locations", "location_ids": [shop.location.pk]}
    limited = {"selected_contacts": True, "selected_contact_ids": [shop.customer.pk]}
    sent = {"first_name": "Grace", "role": role, "location_access": places, **limited}
    user = walk.post("/users", sent)["id"]
    login = {"allow_login": True, "username": "grace", "password": "secret-9"}
    walk.put("/users/{id}", {"role": role, "location_access": {"scope": "all"}, **login}, id=user)
    assert len(walk.get("/users")) == 3
    walk.get("/users/{id}", id=user)
    walk.delete("/users/{id}", id=user)
    walk.delete("/roles/{id}", id=role)
    agent = walk.post("/commission-agents", {"first_name": "Arthur", "cmmsn_percent": "2.5"})["id"]
    walk.put("/commission-agents/{id}", {"surname": "Mr", "email": "arthur@example.com"}, id=agent)
    assert len(walk.get("/commission-agents")) == 1
    walk.get("/commission-agents/{id}", id=agent)
    walk.delete("/commission-agents/{id}", id=agent)


def _registers(shop: Shop, walk: Walk) -> None:
    (register,) = walk.get("/cash-registers")
    details = walk.get("/cash-registers/{id}/details", id=register["id"])["transaction_breakdown"]
    assert {row["brand_name"] for row in details["product_details_by_brand"]} == {None, "Levis"}
    assert details["types_of_service_details"]
    shop.switch_off("types_of_service")
    walk.get("/cash-registers/{id}/details", id=register["id"])
    assert walk.get("/cash-registers/{id}/transactions", id=register["id"])
    sent = {"closing_amount": "12.5", "total_card_slips": 1, "closing_note": "n", "denominations": {"5": 2}}
    walk.post("/cash-registers/close", sent)
    walk.get("/cash-registers/{id}", id=register["id"])
    walk.get("/cash-registers/{id}/details", id=register["id"])


# --- the refusals --------------------------------------------------------------------------------------------------


def test_every_refusal_is_as_the_document_says(shop: Shop, walk: Walk) -> None:
    client, foreign = shop.client(), {"variation_ids": [shop.other.water.pk]}
    cut = {"name": "c", "location_id": shop.location.pk, "priority": 0, "discount_type": "fixed", "discount_amount": 1}
    rule = client.delete(f"/users/{shop.admin.pk}")
    assert walk.refused("GET", "/sells", Caller(BASE, None).get("/sells")) == 401
    assert walk.refused("GET", "/sells", shop.client(permissions=[]).get("/sells")) == 403
    assert walk.refused("GET", "/sells/{id}", client.get("/sells/999999")) == 404
    assert walk.refused("GET", "/sells", client.get("/sells", {"q": "x"})) == 422
    assert walk.refused("POST", "/sells", client.post("/sells", {})) == 422
    assert walk.refused("POST", "/discounts", client.post("/discounts", {**cut, **foreign})) == 422
    shop.end_subscription()
    assert walk.refused("POST", "/sells", client.post("/sells", body(shop))) == 402
    assert walk.refused("DELETE", "/users/{id}", rule) == 422


def test_the_walk_finds_a_key_too_many_and_a_key_too_few(walk: Walk) -> None:
    """That it could fail at all."""
    row = walk.schemas["ShippingStatusRow"]
    check = Draft202012Validator(row).is_valid
    good = {"key": "packed", "label": "Packed"}
    assert check(good)
    assert not any(check(bad) for bad in ({**good, "more": 1}, {"key": "packed"}, {**good, "label": None}))
    assert closed({"properties": {}})["additionalProperties"] is False
    assert JSON in walk.document["components"]["responses"]["422"]["content"]
