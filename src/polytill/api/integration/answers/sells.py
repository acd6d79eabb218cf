"""Sales, drafts, quotations and the till."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from polytill.api.integration.answers.words import (
    ContactOfDetail,
    ContactOfRow,
    Extra,
    Id,
    Instant,
    InvoiceNo,
    Label,
    Method,
    Net,
    Number,
    OptionalText,
    PlaceRef,
    Price,
    Quantity,
    Sku,
    Tax,
    TaxRef,
    about,
)

Status = Annotated[Literal["final", "draft"], about("Held sales and returns are final, too")]
SubStatus = Annotated[str, about("quotation or proforma; null for a plain draft", "quotation")]
SubType = Annotated[str | None, about("What made it, where that was no plain sale", None)]
PaymentStatus = Annotated[Literal["paid", "due", "partial"], about("null while it is no sale yet")]
Consumption = Literal["sales", "damages", "sampling"]


class SellListRow(TypedDict):
    id: Id
    invoice_no: InvoiceNo | None
    transaction_date: Instant | None
    status: Status | None
    payment_status: PaymentStatus | None
    final_total: Number | None
    total_before_tax: Net | None
    tax_amount: Tax | None
    discount_amount: Extra | None
    total_paid: Number | None
    is_direct_sale: Annotated[bool, about("false at the till")]
    sub_type: SubType
    consumption_type: Consumption
    contact: ContactOfRow | None
    location: PlaceRef | None


class SellLine(TypedDict):
    """Quantity and prices are of the unit in which it was sold."""

    id: Id
    product_id: Id
    variation_id: Id
    product_label: Label
    sub_sku: Sku | None
    quantity: Quantity
    unit_price: Annotated[Price | None, about("Before tax", 70)]
    unit_price_inc_tax: Price | None
    unit_price_before_discount: Price | None
    item_tax: Annotated[Number | None, about("Tax of one unit", 7)]
    line_discount_amount: Extra | None
    line_discount_type: Literal["fixed", "percentage"] | None
    line_tax: TaxRef | None
    modifiers: NotRequired[Annotated[list[SellLine], about("Only where the line has some", [])]]


class SellPaymentSummary(TypedDict):
    id: Id
    amount: Number | None
    method: Method | None
    paid_on: Instant | None
    payment_ref_no: Annotated[str | None, about("Its own number", "SP2026/0001")]
    note: OptionalText
    is_return: Annotated[bool, about("Change given back, or a refund", False)]


class SellDetail(TypedDict):
    """Lines stand in the order in which they were entered."""

    id: Id
    invoice_no: InvoiceNo | None
    ref_no: OptionalText
    transaction_date: Instant | None
    status: Status | None
    payment_status: PaymentStatus | None
    final_total: Number | None
    total_before_tax: Net | None
    tax_amount: Tax | None
    discount_amount: Extra | None
    shipping_charges: Extra | None
    total_paid: Number | None
    shipping_status: OptionalText
    additional_notes: OptionalText
    staff_note: OptionalText
    is_direct_sale: Annotated[bool, about("false at the till")]
    sub_type: SubType
    consumption_type: Consumption
    contact: ContactOfDetail | None
    location: PlaceRef | None
    order_tax: TaxRef | None
    lines: list[SellLine]
    payments: list[SellPaymentSummary]


class InvoiceNumberCheck(TypedDict):
    available: bool
    invoice_no: Annotated[InvoiceNo, about("The number that was asked about")]


class SellPaymentCreated(TypedDict):
    transaction_id: Annotated[Id, about("The sale or return that was paid")]
    payment_id: Id
    payment_ref_no: Annotated[str | None, Field(examples=["SP2026/0001"])]
    payment_status: Annotated[PaymentStatus | None, about("Of the sale or return, afterwards")]
    amount: Number
    method: Method
    paid_on: Instant | None


class SellDuplicateResult(TypedDict):
    id: Annotated[Id, about("The new draft")]
    invoice_no: InvoiceNo | None
    status: Literal["draft"]
    is_direct_sale: bool


class PublicLinks(TypedDict):
    invoice_url: Annotated[str, about("The customer's page of the invoice", "http://127.0.0.1:8000/invoice/3f9c")]
    payment_link: Annotated[str | None, about("Where the customer pays online, if he can")]
    invoice_token: OptionalText


class SellCreateResult(TypedDict):
    id: Id
    invoice_no: InvoiceNo | None
    status: Status
    payment_status: PaymentStatus | None
    is_direct_sale: bool
    is_suspend: Annotated[bool, about("Held at the till", False)]


class SellDraftListRow(SellListRow):
    sub_status: SubStatus | None
    is_quotation: bool


class SellDraftDetail(SellDetail):
    is_quotation: bool
    sub_status: SubStatus | None


class SellDraftUpdateResult(TypedDict):
    id: Id
    invoice_no: InvoiceNo | None
    status: Literal["draft"]


class QuotationConvertResult(TypedDict):
    id: Id
    invoice_no: Annotated[InvoiceNo | None, about("Its number as an invoice")]
    status: Literal["final"]
    payment_status: PaymentStatus | None
    is_direct_sale: bool


class DiningTableRef(TypedDict):
    id: Id
    name: Annotated[str, Field(examples=["Table 4"])]


class PosRecentRow(SellListRow):
    sub_status: SubStatus | None
    is_suspend: bool
    table: DiningTableRef | None
    created_at: Instant | None


class PosRecentMeta(TypedDict):
    status: Annotated[str | None, about("As it was asked for", "final")]
    transaction_sub_type: OptionalText
    limit: Annotated[int, Field(examples=[10])]
    count: Annotated[int, about("How many came", 1)]


class SuspendedPosRow(SellListRow):
    is_suspend: Literal[True]


class SuspendedPosDetail(SellDetail):
    is_suspend: Literal[True]
