"""The sales of the Integration API."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from polytill.domain.sales.models import Sale
from tests.contracts.exchange import exchange, table
from tests.selling import cash, line, sell

ROW = {
    "id", "invoice_no", "transaction_date", "status", "payment_status", "final_total", "total_before_tax",
    "tax_amount", "discount_amount", "total_paid", "is_direct_sale", "sub_type", "consumption_type", "contact",
    "location",
}  # fmt: skip


# --- sells.list --------------------------------------------------------------------------------------------------------


@exchange("sells.list")
def test_a_row_of_the_list(shop):
    sold = sell(shop, line(shop.jeans_28, "2"), contact_id=shop.customer.pk, tenders=cash("100.5"))

    answer = shop.client().get("/sells")

    assert answer.status_code == 200
    assert answer.json() == {
        "data": [
            {
                "id": sold.id,
                "invoice_no": "AS0001",
                "transaction_date": "2026-03-06T17:30:00+05:30",
                "status": "final",
                "payment_status": "partial",
                "final_total": 154,
                "total_before_tax": 154,
                "tax_amount": 0,
                "discount_amount": 0,
                "total_paid": D("100.5"),
                "is_direct_sale": True,
                "sub_type": None,
                "consumption_type": "sales",
                "contact": {
                    "id": shop.customer.pk,
                    "name": "Harry Stone",
                    "mobile": "5550102",
                    "contact_id": "CO0002",
                    "supplier_business_name": None,
                },
                "location": {"id": shop.location.pk, "name": shop.location.name},
            }
        ],
        "meta": {"current_page": 1, "last_page": 1, "per_page": 20, "total": 1},
    }


@exchange("sells.list")
def test_csv_has_the_same_columns_and_every_row(shop):
    shop.customer.name = '=SUM(A1)", "x'
    shop.customer.save()
    sell(shop, line(shop.water), contact_id=shop.customer.pk, tenders=cash("0.5"))
    sell(shop, line(shop.water, "3"), ref_no="-5")

    answer = shop.client().get("/sells", {"format": "csv", "per_page": 1})
    text = b"".join(answer.streaming_content).decode()

    assert answer["Content-Type"] == "text/csv; charset=UTF-8"
    assert text.startswith("\ufeffid,invoice_no,transaction_date")
    assert text.endswith("\r\n")
    rows = list(csv.DictReader(io.StringIO(text[1:], newline="")))
    assert [(r["invoice_no"], r["final_total"], r["total_paid"], r["is_direct_sale"]) for r in rows] == [
        ("AS0002", "3.75", "0", "1"),
        ("AS0001", "1.25", "0.5", "1"),
    ]
    assert rows[0]["transaction_date"] == "2026-03-06T17:30:00+05:30"
    assert json.loads(rows[1]["contact"])["name"] == '=SUM(A1)", "x'
    assert json.loads(rows[1]["location"]) == {"id": shop.location.pk, "name": shop.location.name}
