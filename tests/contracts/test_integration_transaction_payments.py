"""Single payments of the Integration API."""

from __future__ import annotations

import json
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from polytill.domain.ledger.models import Expense
from polytill.domain.payments.models import Account, AccountEntry, Payment
from polytill.domain.purchasing.models import Purchase
from polytill.domain.sales.models import Sale
from polytill.domain.stored_value.models import Wallet
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.kernel.money import ZERO
from polytill.operations.checkout import Tender
from polytill.reports.verify import faults
from tests.contracts.exchange import exchange, table
from tests.selling import cash, line, sell
from tests.shop import Shop, facts

PDF = b"%PDF-1.4 a receipt"


def paid_sale(shop: Shop, amount: str = "50", method: str = "cash", **fields: Any) -> Payment:
    tender = Tender(D(amount), method, **fields)
    sold = sell(shop, line(shop.jeans_28), contact_id=shop.customer.pk, tenders=(tender,))
    return Payment.objects.get(sale_id=sold.id)


def payment(shop: Shop, **fields: Any) -> Payment:
    values = {"method": "cash", "amount": D(30), "number": "X1", "paid_at": shop.now}
    stamp = {"created_at": shop.now, "updated_at": shop.now}
    return Payment.objects.create(business=shop.business, **{**values, **stamp, **fields})


def account(shop: Shop, name: str) -> Account:
    return Account.objects.create(business=shop.business, name=name, created_at=shop.now, updated_at=shop.now)


def purchase(shop: Shop, **fields: Any) -> Purchase:
    values = {"status": "received", "supplier": shop.supplier, "number": "PO1", "total": D(100), "paid": D(30)}
    stamp = {"at": shop.now, "created_at": shop.now, "updated_at": shop.now}
    return Purchase.objects.create(
        business=shop.business, location=shop.location, payment_status="partial", **values, **stamp, **fields
    )


def expense(shop: Shop, **fields: Any) -> Expense:
    stamp = {"at": shop.now, "created_at": shop.now, "updated_at": shop.now}
    values = {"number": "EP1", "total": D(30), "paid": D(30), "payment_status": "paid"}
    return Expense.objects.create(business=shop.business, location=shop.location, **values, **stamp, **fields)


# --- transaction_payments.get ----------------------------------------------------------------------------------------


@exchange("transaction_payments.get")
def test_a_payment_of_a_sale(shop: Shop) -> None:
    row = paid_sale(shop, method="card", note="n", instrument={"card_type": "visa", "card_security": "never"})

    data = shop.client(permissions=["direct_sell.view"]).get(f"/transaction-payments/{row.pk}").json()["data"]

    assert data == {
        "id": row.pk,
        "parent_id": None,
        "payment_for": shop.customer.pk,
        "amount": 50,
        "is_return": False,
        "method": "card",
        "method_label": "Card",
        "paid_on": "2026-03-06T17:30:00+05:30",
        "payment_ref_no": "SP2026/0001",
        "transaction_no": None,
        "note": "n",
        "account_id": None,
        "card_number": None,
        "card_holder_name": None,
        "card_transaction_number": None,
        "card_type": "visa",
        "card_month": None,
        "card_year": None,
        "cheque_number": None,
        "bank_account_number": None,
        "document": None,
        "parent_payment": None,
        "child_payments": [],
        "transaction_id": row.sale_id,
        "transaction": {
            "id": row.sale_id, "type": "sell", "invoice_no": "AS0001", "ref_no": None, "payment_status": "partial",
        },
        "contact": None,
    }  # fmt: skip


@exchange("transaction_payments.get")
def test_a_payment_of_a_contact_and_its_parts(shop: Shop) -> None:
    whole = payment(shop, contact=shop.customer, is_advance=True)
    part = payment(shop, contact=shop.customer, parent=whole, amount=D("12.5"), number="X2", sale_id=sell(shop).id)
    client = shop.client()

    found = client.get(f"/transaction-payments/{whole.pk}").json()["data"]
    inner = client.get(f"/transaction-payments/{part.pk}").json()["data"]

    assert (found["transaction_id"], found["transaction"]) == (None, None)
    assert found["contact"] == {
        "id": shop.customer.pk, "name": "Harry Stone", "type": "customer", "contact_id": "CO0002",
        "supplier_business_name": None,
    }  # fmt: skip
    when = "2026-03-06T17:30:00+05:30"
    assert found["child_payments"] == [
        {
            "id": part.pk, "amount": D("12.5"), "method": "cash", "method_label": "Cash", "payment_ref_no": "X2",
            "paid_on": when,
        }
    ]  # fmt: skip
    assert inner["parent_id"] == whole.pk
    assert inner["parent_payment"]["payment_ref_no"] == "X1"


@exchange("transaction_payments.get")
def test_one_payment_as_csv(shop: Shop) -> None:
    row = paid_sale(shop)
    client = shop.client()

    (found,) = table(client.get(f"/transaction-payments/{row.pk}", {"format": "csv"}))

    data = client.get(f"/transaction-payments/{row.pk}").json()["data"]
    assert list(found) == [*data, "data_json"]
    assert json.loads(found["data_json"]) == data


@exchange("transaction_payments.get")
def test_who_sees_which_payment(shop: Shop) -> None:
    of_sale = paid_sale(shop)
    of_purchase = payment(shop, purchase=purchase(shop))
    of_expense = payment(shop, expense=expense(shop, created_by=shop.admin))
    alone = payment(shop, contact=shop.customer)
    rows = (of_sale, of_purchase, of_expense, alone)

    def seen(*permissions: str, **options: Any) -> list[int]:
        client = shop.client(permissions=permissions, **options)
        return [client.get(f"/transaction-payments/{row.pk}").status_code for row in rows]

    assert [shop.client().get(f"/transaction-payments/{row.pk}").status_code for row in rows] == [200] * 4
    assert seen() == [403] * 4
    assert seen("sell.view") == [200, 403, 403, 403]
    assert seen("view_own_sell_only") == [404, 403, 403, 403]
    assert seen("purchase.view", "all_expense.access") == [403, 200, 200, 403]
    assert seen("view_own_expense", "customer.view") == [403, 403, 404, 200]
    assert seen("customer.view_own", "supplier.view") == [403, 403, 403, 404]
    everything = ("sell.view", "purchase.view", "all_expense.access", "customer.view")
    assert seen(*everything, locations=[shop.second_location]) == [404, 404, 404, 200]


@exchange("transaction_payments.get", "transaction_payments.update", "transaction_payments.delete")
def test_what_is_not_there(shop: Shop) -> None:
    theirs, nobodys, voided = payment(shop.other, contact=shop.other.customer), payment(shop), paid_sale(shop)
    Payment.objects.filter(pk=voided.pk).update(voided_at=shop.now)
    client = shop.client()

    for pk in (theirs.pk, nobodys.pk, voided.pk, 987654):
        answer = client.get(f"/transaction-payments/{pk}")
        assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})
    for pk in (theirs.pk, voided.pk, 987654):
        assert client.put(f"/transaction-payments/{pk}", {"amount": 1, "method": "cash"}).status_code == 404
        assert client.delete(f"/transaction-payments/{pk}").status_code == 404
    assert Payment.objects.get(pk=theirs.pk).voided_at is None


# --- transaction_payments.update -------------------------------------------------------------------------------------


@exchange("transaction_payments.update")
@pytest.mark.parametrize("method", ["put", "patch"])
def test_a_changed_payment_keeps_its_number(shop: Shop, method: str) -> None:
    till, bank = account(shop, "Till"), account(shop, "Bank")
    row = paid_sale(shop, account_id=till.pk, note="kept", instrument={"card_type": "visa"})
    client = shop.client(permissions=["edit_sell_payment", "direct_sell.view"])
    body = {"amount": "77.00", "method": "custom_pay_1", "account_id": bank.pk, "transaction_no_1": "t1",
            "card_security": "999", "card_number": "42", "paid_on": "2026-03-01"}  # fmt: skip

    answer = getattr(client, method)(f"/transaction-payments/{row.pk}", body)

    assert answer.status_code == 200
    assert isinstance(answer.json()["message"], str)
    assert answer.json()["data"] == {
        "id": row.pk,
        "transaction_id": row.sale_id,
        "payment_ref_no": "SP2026/0001",
        "payment_status": "paid",
        "amount": 77,
        "method": "custom_pay_1",
        "paid_on": "2026-03-01T00:00:00+05:30",
    }
    row.refresh_from_db()
    assert (row.transaction_no, row.note, row.instrument) == ("t1", "kept", {"card_type": "visa", "card_number": "42"})
    till.refresh_from_db(), bank.refresh_from_db()
    assert (till.balance, bank.balance) == (0, 77)
    assert list(AccountEntry.objects.order_by("id").values_list("amount", flat=True)) == [50, -50, 77]
    assert Sale.objects.get(pk=row.sale_id).paid == 77
    ((_, subject, payload),) = facts("payment.changed")
    assert (subject, payload["before"], payload["after"]) == (row.pk, ["cash", "50"], ["custom_pay_1", "77"])
    assert list(faults()) == []


@exchange("transaction_payments.update")
def test_without_a_time_it_is_now(shop: Shop) -> None:
    row = paid_sale(shop, paid_at=shop.now.replace(day=1))

    data = shop.client().put(f"/transaction-payments/{row.pk}", {"amount": 10, "method": "cash"}).json()["data"]

    assert (data["paid_on"], data["payment_status"]) == ("2026-03-06T17:30:00+05:30", "partial")


@exchange("transaction_payments.update")
def test_denominations_are_kept(shop: Shop) -> None:
    row = paid_sale(shop)
    sent = {"amount": 50, "method": "cash", "denominations": [{"denomination": 50, "count": 1}]}

    assert shop.client().put(f"/transaction-payments/{row.pk}", sent).status_code == 200

    row.refresh_from_db()
    assert row.denominations == [{"denomination": 50, "count": 1}]


def send_form(client: Any, pk: int, file: Any, **fields: Any) -> Any:
    form = {"amount": "50", "method": "cash", "document": file, **fields}
    return client.put(f"/transaction-payments/{pk}", encode_multipart(BOUNDARY, form), content_type=MULTIPART_CONTENT)


@exchange("transaction_payments.update", "transaction_payments.get")
def test_a_document_is_kept_for_those_who_see_the_payment(shop: Shop) -> None:
    row = paid_sale(shop)
    client = shop.client()

    answer = send_form(client, row.pk, SimpleUploadedFile("Beleg März.pdf", PDF))

    assert answer.status_code == 200
    url = f"http://testserver/api/v1/integration/transaction-payments/{row.pk}/document"
    assert answer.json()["data"]["document"] == {"name": "Beleg März.pdf", "url": url}
    assert client.get(f"/transaction-payments/{row.pk}").json()["data"]["document"]["url"] == url
    file = client.get(f"/transaction-payments/{row.pk}/document")
    assert (file.content, file["Content-Type"]) == (PDF, "application/pdf")
    assert file["Content-Disposition"] == "attachment; filename*=UTF-8''Beleg%20M%C3%A4rz.pdf"
    stranger = shop.client(permissions=["view_own_sell_only"])
    assert stranger.get(f"/transaction-payments/{row.pk}/document").status_code == 404
    assert shop.other.client().get(f"/transaction-payments/{row.pk}/document").status_code == 404
    again = send_form(client, row.pk, SimpleUploadedFile("two.png", b"\x89PNG\r\n\x1a\n.."))
    assert again.json()["data"]["document"]["name"] == "two.png"
    assert [f.suffix for f in kept_files(shop)] == [".png"]
    unchanged = client.put(f"/transaction-payments/{row.pk}", {"amount": 1, "method": "cash"})
    assert unchanged.json()["data"]["document"]["name"] == "two.png"


def kept_files(shop: Shop) -> list[Path]:
    return sorted((Path(settings.MEDIA_ROOT) / "private" / "payments" / str(shop.business.pk)).glob("*"))


@exchange("transaction_payments.update")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("liar.pdf", b"<script>alert(1)</script>"),
        ("big.pdf", PDF + b"x" * 100),
        ("../../up.svg", b"<svg/>"),
    ],
)
def test_a_document_that_is_refused_changes_nothing(shop: Shop, name: str, content: bytes) -> None:
    shop.configure(document_max_bytes=100)
    row = paid_sale(shop)
    before = len(kept_files(shop))

    answer = send_form(shop.client(), row.pk, SimpleUploadedFile(name, content), amount="60")

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["document"])
    row.refresh_from_db()
    assert (row.amount, row.document, len(kept_files(shop))) == (50, None, before)


@exchange("transaction_payments.update")
@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["amount", "method"]),
        ({"amount": 0, "method": "cash"}, ["amount"]),
        ({"amount": 1, "method": "cash", "paid_on": "then"}, ["paid_on"]),
        ({"amount": 1, "method": "cash", "denominations": 5}, ["denominations"]),
        ({"amount": 1, "method": "cash", "document": "text"}, ["document"]),
        ({"amount": 1, "method": "cash", "account_id": 987654}, ["account_id"]),
        ({"amount": 1, "method": "advance"}, ["method"]),
        ({"amount": 1, "method": "barter"}, []),
    ],
)
def test_a_change_that_is_refused_changes_nothing(shop: Shop, body: dict[str, Any], fields: list[str]) -> None:
    row = paid_sale(shop)

    answer = shop.client().patch(f"/transaction-payments/{row.pk}", body)

    assert answer.status_code == 422, answer.content
    assert list(answer.json().get("errors", {})) == fields
    row.refresh_from_db()
    assert (row.amount, row.method) == (50, "cash")
    assert facts("payment.changed") == []


@exchange("transaction_payments.update", "transaction_payments.delete")
def test_neither_an_advance_is_changed_nor_a_payment_without_a_document(shop: Shop) -> None:
    advance(shop, "60")
    spent, alone = paid_sale(shop, method="advance"), payment(shop, contact=shop.customer)
    client = shop.client()
    body = {"amount": 1, "method": "cash"}

    answers = [
        client.put(f"/transaction-payments/{spent.pk}", body),
        client.put(f"/transaction-payments/{alone.pk}", body),
        client.delete(f"/transaction-payments/{alone.pk}"),
    ]

    assert [(a.status_code, list(a.json())) for a in answers] == [(422, ["message"])] * 3
    assert set(Payment.objects.values_list("amount", "voided_at")) == {(D(50), None), (D(30), None)}


def advance(shop: Shop, amount: str) -> None:
    change = WalletChange(shop.customer.pk, "advance", D(amount), "deposit")
    change_wallets(changes=[change], actor=shop.actor(), now=shop.now)


@exchange("transaction_payments.update", "transaction_payments.delete")
def test_each_kind_of_document_has_its_right(shop: Shop) -> None:
    rows = {
        "sell": paid_sale(shop),
        "purchase": payment(shop, purchase=purchase(shop)),
        "expense": payment(shop, expense=expense(shop)),
    }
    sees = ["direct_sell.view", "purchase.view"]

    def statuses(method: str, *permissions: str) -> dict[str, int]:
        client = shop.client(permissions=[*sees, *permissions])
        body = {"amount": 20, "method": "cash"} if method == "put" else None
        return {
            kind: getattr(client, method)(f"/transaction-payments/{row.pk}", body).status_code
            for kind, row in rows.items()
        }

    assert statuses("put") == statuses("delete") == {"sell": 403, "purchase": 403, "expense": 403}
    assert statuses("put", "edit_sell_payment") == {"sell": 200, "purchase": 403, "expense": 403}
    assert statuses("put", "edit_purchase_payment") == {"sell": 403, "purchase": 200, "expense": 403}
    assert statuses("put", "all_expense.access") == {"sell": 403, "purchase": 403, "expense": 200}
    assert (Purchase.objects.get().paid, Purchase.objects.get().payment_status) == (20, "partial")
    assert (Expense.objects.get().paid, Expense.objects.get().payment_status) == (20, "partial")
    assert statuses("delete", "edit_sell_payment") == {"sell": 403, "purchase": 403, "expense": 403}
    assert statuses("delete", "delete_sell_payment") == {"sell": 200, "purchase": 403, "expense": 403}
    assert statuses("delete", "delete_purchase_payment", "all_expense.access") == {
        "sell": 404, "purchase": 200, "expense": 200,
    }  # fmt: skip
    assert (Purchase.objects.get().paid, Expense.objects.get().payment_status) == (0, "due")


@exchange("transaction_payments.update", "transaction_payments.delete")
def test_an_expense_of_his_own_and_the_demo(shop: Shop) -> None:
    row = payment(shop, expense=expense(shop, created_by=shop.admin))
    client = shop.client(permissions=["view_own_expense"])
    body = {"amount": 1, "method": "cash"}

    assert client.put(f"/transaction-payments/{row.pk}", body).status_code == 404
    Expense.objects.update(created_by=client.user)
    with override_settings(DEMO_MODE=True):
        assert client.put(f"/transaction-payments/{row.pk}", body).status_code == 403
        assert client.delete(f"/transaction-payments/{row.pk}").status_code == 403
    shop.end_subscription()
    assert client.put(f"/transaction-payments/{row.pk}", body).status_code == 200


# --- transaction_payments.delete -------------------------------------------------------------------------------------


@exchange("transaction_payments.delete")
def test_a_deleted_payment_is_undone_by_entries(shop: Shop) -> None:
    till = account(shop, "Till")
    row = paid_sale(shop, amount="77", account_id=till.pk)
    client = shop.client(permissions=["delete_sell_payment", "direct_sell.view"])

    answer = client.delete(f"/transaction-payments/{row.pk}")

    assert answer.status_code == 200
    assert answer.json()["data"] == {"id": row.pk, "transaction_id": row.sale_id, "payment_status": "due"}
    till.refresh_from_db()
    sale = Sale.objects.get(pk=row.sale_id)
    assert (till.balance, sale.paid, sale.payment_status) == (ZERO, ZERO, "due")
    assert client.get(f"/transaction-payments/{row.pk}").status_code == 404
    assert client.get(f"/sells/{row.sale_id}").json()["data"]["payments"] == []
    assert [subject for _, subject, _ in facts("payment.voided")] == [row.pk]
    assert list(faults()) == []


@exchange("transaction_payments.delete")
def test_change_given_back_counts_the_other_way(shop: Shop) -> None:
    sold = sell(shop, line(shop.water, "4"), tenders=cash("10"), change_return=D(5))
    change = Payment.objects.get(sale_id=sold.id, is_return=True)

    data = shop.client().delete(f"/transaction-payments/{change.pk}").json()["data"]

    assert data["payment_status"] == "paid"
    assert Sale.objects.get(pk=sold.id).paid == 10


@exchange("transaction_payments.delete")
def test_a_deleted_advance_comes_back(shop: Shop) -> None:
    advance(shop, "60")
    row = paid_sale(shop, method="advance")

    assert shop.client().delete(f"/transaction-payments/{row.pk}").status_code == 200

    assert Wallet.objects.get(contact=shop.customer, kind="advance").balance == 60
