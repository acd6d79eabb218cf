from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from polytill.api.integration.answers.words import (
    Email,
    Extra,
    Id,
    Instant,
    Label,
    Number,
    OptionalText,
    PageMeta,
    PersonName,
    Quantity,
    Sku,
    Tax,
    about,
)

Count = Annotated[int, Field(examples=[2])]
PlaceName = Annotated[str, Field(examples=["Awesome Shop High Street"])]


class CashRegisterRow(TypedDict):
    """One session, from opening to closing. What is counted at closing is null until then."""

    id: Id
    user_id: Id | None
    location_id: Id | None
    user_name: PersonName | None
    user_email: Email | None
    location_name: PlaceName | None
    status: Literal["open", "close"]
    opened_at: Instant | None
    closed_at: Instant | None
    closing_amount: Annotated[Number | None, about("Cash that was counted")]
    total_card_slips: Count | None
    total_cheques: Count | None


class _Sold(TypedDict):
    total_cash: Number | None
    total_cheque: Extra | None
    total_card: Number | None
    total_bank_transfer: Extra | None
    total_other: Extra | None
    total_advance: Extra | None
    total_custom_pay_1: Extra | None
    total_custom_pay_2: Extra | None
    total_custom_pay_3: Extra | None
    total_custom_pay_4: Extra | None
    total_custom_pay_5: Extra | None
    total_custom_pay_6: Extra | None
    total_custom_pay_7: Extra | None


class _Spent(TypedDict):
    total_cash_expense: Extra | None
    total_cheque_expense: Extra | None
    total_card_expense: Extra | None
    total_bank_transfer_expense: Extra | None
    total_other_expense: Extra | None
    total_advance_expense: Extra | None
    total_custom_pay_1_expense: Extra | None
    total_custom_pay_2_expense: Extra | None
    total_custom_pay_3_expense: Extra | None
    total_custom_pay_4_expense: Extra | None
    total_custom_pay_5_expense: Extra | None
    total_custom_pay_6_expense: Extra | None
    total_custom_pay_7_expense: Extra | None


class _Refunded(TypedDict):
    total_cash_refund: Extra | None
    total_cheque_refund: Extra | None
    total_card_refund: Extra | None
    total_bank_transfer_refund: Extra | None
    total_other_refund: Extra | None
    total_advance_refund: Extra | None
    total_custom_pay_1_refund: Extra | None
    total_custom_pay_2_refund: Extra | None
    total_custom_pay_3_refund: Extra | None
    total_custom_pay_4_refund: Extra | None
    total_custom_pay_5_refund: Extra | None
    total_custom_pay_6_refund: Extra | None
    total_custom_pay_7_refund: Extra | None


class CashRegisterDetailsSummary(_Sold, _Spent, _Refunded):
    """Sums of the session, by way to pay: sold, spent, refunded."""

    user_id: Id | None
    location_id: Id | None
    user_name: PersonName | None
    email: Email | None
    location_name: PlaceName | None
    closing_note: OptionalText
    open_time: Instant | None
    closed_at: Instant | None
    denominations: Annotated[
        list[Any] | dict[str, Any] | str | None, about("As they were sent at closing", {"50": 2, "20": 1})
    ]
    cash_in_hand: Annotated[Number | None, about("What lay in the drawer at opening")]
    total_sale: Number | None
    total_expense: Extra | None
    total_refund: Extra | None
    total_cheques: Count | None
    total_card_slips: Count | None


class SoldByBrand(TypedDict):
    brand_name: Annotated[str | None, about("null: without a brand", "Levis")]
    total_quantity: Quantity
    total_amount: Number


class SoldByProduct(TypedDict):
    """Quantities are in the product's base unit."""

    product_name: Label
    product_type: Annotated[str, Field(examples=["variable"])]
    variation_name: Annotated[str, Field(examples=["28"])]
    product_variation_name: Annotated[str, Field(examples=["Waist Size"])]
    sku: Sku
    total_quantity: Quantity
    total_amount: Number


class SoldByService(TypedDict):
    types_of_service_name: Annotated[str, Field(examples=["Home Delivery"])]
    total_sales: Number


class SoldInAll(TypedDict):
    total_tax: Tax
    total_discount: Extra
    total_sales: Number
    total_shipping_charges: Extra


class CashRegisterTransactionBreakdown(TypedDict):
    """What was sold at the till in this session."""

    product_details_by_brand: list[SoldByBrand]
    product_details: list[SoldByProduct]
    types_of_service_details: Annotated[list[SoldByService] | None, about("null without the module types_of_service")]
    transaction_details: SoldInAll | None


class CashRegisterDetails(TypedDict):
    register: CashRegisterRow
    summary: CashRegisterDetailsSummary
    transaction_breakdown: CashRegisterTransactionBreakdown


class CashRegisterTransactionRow(TypedDict):
    id: Id
    cash_register_id: Id
    amount: Annotated[Number | None, about("Never negative: type tells the direction")]
    pay_method: Annotated[str | None, about("Key of the way to pay", "cash")]
    type: Annotated[Literal["credit", "debit"] | None, about("credit: into the drawer")]
    transaction_type: Annotated[str | None, about("initial, sell, transfer, expense or refund", "sell")]
    transaction_id: Annotated[Id | None, about("What made it, mostly a sale")]
    created_at: Instant | None
    updated_at: Instant | None


class CashRegisterTransactionsMeta(PageMeta):
    cash_register_id: Id


class CashRegisterOpenResult(TypedDict):
    id: Id
    user_id: Id
    location_id: Id
    location_name: PlaceName | None
    status: Literal["open"]
    opened_at: Instant | None


class CashRegisterCloseResult(TypedDict):
    id: Id | None
    user_id: Id | None
    location_id: Id | None
    status: Literal["close"]
    opened_at: Instant | None
    closed_at: Instant | None
    closing_amount: Number | None
    total_card_slips: Count | None
    total_cheques: Count | None
