from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from polytill.api.integration.answers.sells import PaymentStatus
from polytill.api.integration.answers.shipments import ShippingStatus
from polytill.api.integration.answers.words import (
    ContactOfDetail,
    ContactOfRow,
    Extra,
    Id,
    Instant,
    Label,
    Net,
    Number,
    OptionalText,
    OrderTaxRef,
    PlaceRef,
    Price,
    Quantity,
    Tax,
    TaxRef,
    about,
)

OrderNo = Annotated[str, Field(examples=["SO0001"])]
OrderStatus = Literal["ordered", "partial", "completed"]


class SalesOrderRow(TypedDict):
    id: Id
    invoice_no: OrderNo | None
    document: OptionalText
    transaction_date: Instant | None
    status: OrderStatus | None
    shipping_status: ShippingStatus | None
    final_total: Number | None
    total_before_tax: Net | None
    tax_amount: Tax | None
    discount_amount: Extra | None
    so_qty_remaining: Annotated[Quantity | None, about("Not yet invoiced, over all lines")]
    contact: ContactOfRow | None
    location: PlaceRef | None


class SalesOrderLine(TypedDict):
    id: Id
    product_id: Id
    variation_id: Id
    product_label: Label
    quantity: Annotated[Quantity, about("Ordered")]
    so_quantity_invoiced: Quantity
    quantity_remaining: Quantity
    unit_price: Annotated[Price | None, about("Before tax", 70)]
    unit_price_inc_tax: Price | None
    line_tax: TaxRef | None


class SalesOrderDetail(TypedDict):
    id: Id
    invoice_no: OrderNo | None
    document: OptionalText
    transaction_date: Instant | None
    status: OrderStatus | None
    payment_status: PaymentStatus | None
    shipping_status: ShippingStatus | None
    final_total: Number | None
    total_before_tax: Net | None
    tax_amount: Tax | None
    discount_amount: Extra | None
    additional_notes: Annotated[str | None, about("What was sent as sale_note")]
    contact: ContactOfDetail | None
    location: PlaceRef | None
    order_tax: OrderTaxRef | None
    lines: list[SalesOrderLine]


class SalesOrderWriteResult(TypedDict):
    id: Id
    invoice_no: OrderNo | None


class SalesOrderStatusResult(TypedDict):
    id: Id
    status: OrderStatus
