from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from polytill.api.integration.answers.sells import PaymentStatus, SellPaymentSummary, Status
from polytill.api.integration.answers.words import (
    ContactOfDetail,
    ContactOfRow,
    Id,
    Instant,
    InvoiceNo,
    Label,
    Net,
    Number,
    OptionalText,
    OrderTaxRef,
    PlaceRef,
    Price,
    Quantity,
    Sku,
    Tax,
    about,
)

CreditNoteNo = Annotated[str, about("Number of the credit note", "CN2026/0001")]


class ParentSaleRef(TypedDict):
    id: Id
    invoice_no: InvoiceNo | None
    ref_no: OptionalText


class ParentSaleOfDetail(ParentSaleRef):
    transaction_date: Instant | None


class SellReturnListRow(TypedDict):
    id: Id
    invoice_no: CreditNoteNo | None
    ref_no: OptionalText
    transaction_date: Instant | None
    status: Status | None
    payment_status: PaymentStatus | None
    final_total: Number | None
    total_before_tax: Net | None
    tax_amount: Tax | None
    total_paid: Annotated[Number | None, about("Refunded")]
    return_parent_id: Annotated[Id | None, about("The sale")]
    parent_sale: ParentSaleRef | None
    contact: ContactOfRow | None
    location: PlaceRef | None


class SellReturnLine(TypedDict):
    """A line of the sale of which something came back."""

    sell_line_id: Id
    product_id: Id
    variation_id: Id
    product_label: Label
    sub_sku: Sku | None
    quantity_returned: Quantity
    unit_price_inc_tax: Price | None
    line_total: Annotated[Number, about("Quantity times price with tax")]


class SellReturnDetail(TypedDict):
    id: Id
    invoice_no: CreditNoteNo | None
    ref_no: OptionalText
    transaction_date: Instant | None
    status: Status | None
    payment_status: PaymentStatus | None
    final_total: Number | None
    total_before_tax: Net | None
    tax_amount: Tax | None
    total_paid: Annotated[Number | None, about("Refunded")]
    return_parent_id: Annotated[Id | None, about("The sale")]
    parent_sale: ParentSaleOfDetail | None
    contact: ContactOfDetail | None
    location: PlaceRef | None
    order_tax: OrderTaxRef | None
    lines: list[SellReturnLine]
    payments: list[SellPaymentSummary]


class SellReturnCreateResult(TypedDict):
    id: Id
    invoice_no: CreditNoteNo | None
    parent_sale_id: Id
