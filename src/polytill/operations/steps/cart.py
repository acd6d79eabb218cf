"""What a door brings to the counter, and what it gets back. Foreign words end before here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from polytill.domain.pricing.calculator import Discount
from polytill.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Modifier:
    """An extra on a line. quantity is per piece of the line; unit_price with tax, None for the catalogue's."""

    variation_id: int
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CheckoutLine:
    """unit_price: per selling unit, before the line discount and before tax; None takes the shop's price.

    unit_tax and unit_price_inc_tax: what the client states after the discount; they win over our own working-out.
    unit_id None is the product's base unit. layer_id: the lot to take. tax_id None is the product's tax.
    """

    variation_id: int
    quantity: Decimal
    product_id: int | None = None
    unit_id: int | None = None
    unit_price: Decimal | None = None
    unit_tax: Decimal | None = None
    unit_price_inc_tax: Decimal | None = None
    discount: Discount | None = None
    tax_id: int | None = None
    modifiers: tuple[Modifier, ...] = ()
    layer_id: int | None = None
    staff_id: int | None = None
    note: str = ""
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Tender:
    amount: Decimal
    method: str
    paid_at: datetime | None = None
    account_id: int | None = None
    note: str = ""
    is_return: bool = False
    transaction_no: str | None = None
    instrument: Mapping[str, str] | None = None
    denominations: Any = None


@dataclass(frozen=True, slots=True)
class Shipping:
    details: str | None = None
    address: str | None = None
    status: str | None = None
    charges: Decimal = ZERO
    delivered_to: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """How the goods are served. packing: what is charged for it; None charges nothing."""

    type_id: int
    packing: Discount | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkout:
    """status final or draft; sub_status quotation or proforma for drafts. contact None is the walk-in customer.

    change_return: cash given back, besides is_return tenders. client_uuid: the till's own id of this sale; a second
    checkout with it finds the first. expected_total: what the customer has been told; another total is refused.
    """

    location_id: int
    lines: tuple[CheckoutLine, ...]
    at: datetime
    contact_id: int | None = None
    status: str = "final"
    sub_status: str | None = None
    is_direct: bool = True
    is_suspended: bool = False
    is_credit: bool = False
    tenders: tuple[Tender, ...] = ()
    change_return: Decimal = ZERO
    discount: Discount | None = None
    tax_id: int | None = None
    shipping: Shipping = Shipping()
    service: Service | None = None
    points_redeemed: Decimal = ZERO
    order_ids: tuple[int, ...] = ()
    price_group_id: int | None = None
    series_id: int | None = None
    agent_id: int | None = None
    table_id: int | None = None
    waiter_id: int | None = None
    consumption: str = "sales"
    exchange_rate: Decimal = Decimal(1)
    note: str = ""
    staff_note: str = ""
    ref_no: str = ""
    client_uuid: UUID | None = None
    expected_total: Decimal | None = None
    policy: str = "standard"
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckedOut:
    """replayed: the sale had been entered before under the same client_uuid; nothing was written now."""

    id: int
    number: str
    status: str
    payment_status: str | None
    is_direct: bool
    is_suspended: bool
    total: Decimal
    paid: Decimal
    replayed: bool = False
