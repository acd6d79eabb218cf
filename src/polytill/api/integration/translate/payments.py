"""A payment in this dialect's words."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from polytill.api.integration.schemas.payments import PaymentBody, PaymentChange
from polytill.domain.payments.documents import Upload
from polytill.domain.payments.selectors import PaymentNode, PaymentRecord
from polytill.kernel.errors import invalid
from polytill.kernel.money import fine
from polytill.operations.checkout import Tender
from polytill.operations.record_payment import Recorded
from polytill.operations.update_payment import ChangedPayment
from polytill.operations.update_payment import PaymentChange as Change

INSTRUMENT = (
    "card_number",
    "card_holder_name",
    "card_transaction_number",
    "card_type",
    "card_month",
    "card_year",
    "cheque_number",
    "bank_account_number",
)


def tender_of(body: PaymentBody) -> Tender:
    """The reference is the one of the custom method paid with: custom_pay_2 has transaction_no_2."""
    instrument = {name: value for name in INSTRUMENT if (value := getattr(body, name)) is not None}
    number = body.method.removeprefix("custom_pay_")
    return Tender(
        fine(body.amount),
        body.method,
        paid_at=body.paid_on,
        account_id=body.account_id,
        note=body.note or "",
        transaction_no=getattr(body, f"transaction_no_{number}", None),
        instrument=instrument or None,
    )


def recorded(payment: Recorded) -> dict[str, Any]:
    return {
        "transaction_id": payment.sale_id,
        "payment_id": payment.payment_id,
        "payment_ref_no": payment.number,
        "payment_status": payment.payment_status,
        "amount": payment.amount,
        "method": payment.method,
        "paid_on": payment.paid_at,
    }


def change_of(body: PaymentChange) -> Change:
    tender = tender_of(body)
    return Change(
        amount=tender.amount,
        method=tender.method,
        paid_at=tender.paid_at,
        account_id=tender.account_id,
        note=tender.note,
        transaction_no=tender.transaction_no,
        instrument={name: getattr(body, name) for name in INSTRUMENT if name in body.model_fields_set},
        denominations=body.denominations,
        document=upload_of(body.document),
        sent=frozenset(
            ("transaction_no" if name.startswith("transaction_no_") else name) for name in body.model_fields_set
        ),
    )


def upload_of(document: UploadedFile | str | None) -> Upload | None:
    """A text where a file belongs is refused."""
    if document is None:
        return None
    if isinstance(document, str):
        raise invalid({"document": ["The document field must be a file."]})
    return Upload(document.name or "", document.read())


def node(payment: PaymentNode | None) -> dict[str, Any] | None:
    if payment is None:
        return None
    return {
        "id": payment.id,
        "amount": payment.amount,
        "method": payment.method,
        "method_label": payment.method_label,
        "payment_ref_no": payment.number,
        "paid_on": payment.paid_at,
    }


def detail(payment: PaymentRecord, address: str) -> dict[str, Any]:
    """address: of its document. transaction stands in rows of a document, contact in rows of a contact alone."""
    own, parent = payment.node, payment.parent
    return {
        "id": own.id,
        "parent_id": payment.split_of.id if payment.split_of else None,
        "payment_for": payment.contact_id,
        "amount": own.amount,
        "is_return": payment.is_return,
        "method": own.method,
        "method_label": own.method_label,
        "paid_on": own.paid_at,
        "payment_ref_no": own.number,
        "transaction_no": payment.transaction_no,
        "note": payment.note,
        "account_id": payment.account_id,
        **{name: payment.instrument.get(name) for name in INSTRUMENT},
        "document": document_of(payment.document, address),
        "parent_payment": node(payment.split_of),
        "child_payments": [node(part) for part in payment.parts],
        "transaction_id": parent.id if parent else None,
        "transaction": None
        if parent is None
        else {
            "id": parent.id,
            "type": parent.type,
            "invoice_no": parent.number,
            "ref_no": parent.ref_no,
            "payment_status": parent.payment_status,
        },
        "contact": contact_of(payment.contact),
    }


def contact_of(contact: Any) -> dict[str, Any] | None:
    if contact is None:
        return None
    return {
        "id": contact.pk,
        "name": contact.name,
        "type": contact.type,
        "contact_id": contact.code,
        "supplier_business_name": contact.business_name or None,
    }


def document_of(document: Any, address: str) -> dict[str, str] | None:
    return {"name": document["name"], "url": address} if document else None


def changed(payment: ChangedPayment, address: str) -> dict[str, Any]:
    """The key document is there only where there is one."""
    data = {
        "id": payment.id,
        "transaction_id": payment.parent_id,
        "payment_ref_no": payment.number,
        "payment_status": payment.payment_status,
        "amount": payment.amount,
        "method": payment.method,
        "paid_on": payment.paid_at,
    }
    found = document_of(payment.document, address)
    return data if found is None else data | {"document": found}
