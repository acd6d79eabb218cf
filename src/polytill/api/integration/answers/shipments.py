from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from polytill.api.integration.answers.sells import PaymentStatus, Status, SubType
from polytill.api.integration.answers.words import (
    ContactOfRow,
    Extra,
    Id,
    Instant,
    InvoiceNo,
    Net,
    Number,
    OptionalText,
    PlaceRef,
    Tax,
    about,
)

ShippingStatus = Annotated[str, about("A key of shipping-statuses, or a word of its own", "packed")]


class ShipmentRow(TypedDict):
    id: Annotated[Id, about("The sale")]
    invoice_no: InvoiceNo | None
    ref_no: OptionalText
    transaction_date: Instant | None
    status: Status | None
    payment_status: PaymentStatus | None
    final_total: Number | None
    total_before_tax: Net | None
    tax_amount: Tax | None
    discount_amount: Extra | None
    total_paid: Number | None
    is_direct_sale: bool
    sub_type: SubType
    shipping_status: ShippingStatus | None
    shipping_details: Annotated[str | None, Field(examples=["By bike"])]
    shipping_address: Annotated[str | None, Field(examples=["1 Main St"])]
    delivered_to: Annotated[str | None, Field(examples=["Mrs Stone"])]
    delivery_person: Annotated[Id | None, about("The user who brings it")]
    shipping_custom_field_1: OptionalText
    shipping_custom_field_2: OptionalText
    shipping_custom_field_3: OptionalText
    shipping_custom_field_4: OptionalText
    shipping_custom_field_5: OptionalText
    contact: ContactOfRow | None
    location: PlaceRef | None


class ShippingStatusRow(TypedDict):
    key: Literal["ordered", "packed", "shipped", "delivered", "cancelled"]
    label: Annotated[str, about("In the reader's language", "Ordered")]


class ShipmentUpdateResult(TypedDict):
    id: Id
    shipping_status: ShippingStatus | None
    delivery_person: Id | None
