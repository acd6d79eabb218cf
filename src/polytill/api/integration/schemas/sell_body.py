"""The body that makes a sale, a draft or a quotation."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from polytill.api.common.fields import Amount, Flag, Id, Line, Moment, Name, Number, Text, Whole, Words

CONSUMPTIONS = ("sales", "damages", "sampling")
# An unknown purpose is a plain sale; it is no mistake.
Consumption = Annotated[
    str,
    BeforeValidator(lambda value: value if value in CONSUMPTIONS else "sales"),
    WithJsonSchema({"type": ["string", "null"], "enum": [*CONSUMPTIONS, None]}),
]
Positive = Annotated[Number, Field(gt=0)]
Given = Annotated[Flag | None, Field(default=None)]
ShippingStatus = Literal["ordered", "packed", "shipped", "delivered", "cancelled"]
Kind = Literal["fixed", "percentage"]
DraftKind = Literal["standard", "quotation", "proforma"]


class PaymentLine(Words):
    amount: Positive
    method: Name
    paid_on: Moment | None = None
    account_id: Id | None = None
    note: Text | None = None
    is_return: Given


class ProductLine(Words):
    product_id: Id
    variation_id: Id
    quantity: Positive
    unit_price: Amount
    unit_price_inc_tax: Amount
    item_tax: Amount
    line_discount_type: Kind | None = None
    line_discount_amount: Amount | None = None


class DraftLine(ProductLine):
    transaction_sell_lines_id: Id | None = None


class SaleBody(Words):
    """Without its state, which each route has of its own."""

    contact_id: Id
    location_id: Id
    transaction_date: Moment
    tax_rate_id: Id | None = None
    discount_type: Kind | None = None
    discount_amount: Amount | None = None
    sale_note: Text | None = None
    staff_note: Text | None = None
    shipping_details: Text | None = None
    shipping_address: Text | None = None
    shipping_status: ShippingStatus | None = None
    shipping_charges: Amount | None = None
    exchange_rate: Positive | None = None
    commission_agent: Id | None = None
    selling_price_group_id: Annotated[Whole, Field(ge=0)] | None = None
    invoice_scheme_id: Id | None = None
    consumption_type: Consumption = "sales"
    sales_order_ids: list[Id] | None = None
    is_credit_sale: Given
    payments: list[PaymentLine] | None = None
    change_return: Amount | None = None
    rp_redeemed: Amount | None = None
    products: Annotated[list[ProductLine], Field(min_length=1)]
    types_of_service_id: Id | None = None
    packing_charge: Amount | None = None
    packing_charge_type: Literal["fixed", "percent"] | None = None
    service_custom_field_1: Line | None = None
    service_custom_field_2: Line | None = None
    service_custom_field_3: Line | None = None
    service_custom_field_4: Line | None = None
    service_custom_field_5: Line | None = None
    service_custom_field_6: Line | None = None


class SellBody(SaleBody):
    status: Literal["draft", "final"]
    draft_kind: DraftKind | None = None


class DraftBody(SaleBody):
    status: Literal["draft"]
    draft_kind: DraftKind | None = None
    products: Annotated[list[DraftLine], Field(min_length=1)]  # type: ignore[assignment]


class QuotationBody(SaleBody):
    """What is sent as status and draft_kind is overwritten."""

    status: Any = None
    draft_kind: Any = None
