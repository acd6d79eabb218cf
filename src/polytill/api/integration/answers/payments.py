from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from polytill.api.integration.answers.sells import PaymentStatus
from polytill.api.integration.answers.words import (
    Id,
    Instant,
    InvoiceNo,
    Method,
    Number,
    OptionalText,
    PersonName,
    about,
)

TransactionType = Literal[
    "sell",
    "sell_return",
    "sales_order",
    "purchase",
    "purchase_order",
    "purchase_return",
    "expense",
    "expense_refund",
]
Reference = Annotated[str, about("Its own number", "SP2026/0001")]


class PaymentDocument(TypedDict):
    name: Annotated[str, Field(examples=["receipt.pdf"])]
    url: Annotated[str, about("Asks for the same credential as this call")]


class TransactionPaymentNode(TypedDict):
    id: Id
    amount: Number
    method: Method
    method_label: Annotated[str, Field(examples=["Cash"])]
    payment_ref_no: Reference | None
    paid_on: Instant | None


class PaidTransaction(TypedDict):
    id: Id
    type: Annotated[TransactionType, about("What was paid")]
    invoice_no: InvoiceNo | None
    ref_no: OptionalText
    payment_status: PaymentStatus | None


class PayingContact(TypedDict):
    id: Id
    name: PersonName
    type: Literal["customer", "supplier", "both", "lead"]
    contact_id: Annotated[str, Field(examples=["CO0002"])]
    supplier_business_name: OptionalText


class TransactionPaymentDetail(TypedDict):
    """transaction stands in the payment of a document, contact in one of a contact alone."""

    id: Id
    parent_id: Annotated[Id | None, about("The payment that this is a part of")]
    payment_for: Annotated[Id | None, about("The contact")]
    amount: Number
    is_return: Annotated[bool, about("Change given back, or a refund", False)]
    method: Method
    method_label: Annotated[str, Field(examples=["Cash"])]
    paid_on: Instant | None
    payment_ref_no: Reference | None
    transaction_no: Annotated[str | None, about("Reference of a custom way to pay")]
    note: OptionalText
    account_id: Id | None
    card_number: OptionalText
    card_holder_name: OptionalText
    card_transaction_number: OptionalText
    card_type: OptionalText
    card_month: OptionalText
    card_year: OptionalText
    cheque_number: OptionalText
    bank_account_number: OptionalText
    document: PaymentDocument | None
    parent_payment: TransactionPaymentNode | None
    child_payments: list[TransactionPaymentNode]
    transaction_id: Id | None
    transaction: PaidTransaction | None
    contact: PayingContact | None


class TransactionPaymentUpdated(TypedDict):
    id: Id
    transaction_id: Id
    payment_ref_no: Reference | None
    payment_status: Annotated[PaymentStatus | None, about("Of what was paid, afterwards")]
    amount: Number
    method: Method
    paid_on: Instant | None
    document: NotRequired[Annotated[PaymentDocument, about("Only where there is one")]]


class TransactionPaymentDeleted(TypedDict):
    id: Id
    transaction_id: Id
    payment_status: Annotated[PaymentStatus | None, about("Of what was paid, afterwards")]
