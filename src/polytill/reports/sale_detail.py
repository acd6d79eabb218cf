"""One sale, order or return with its lines and payments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from polytill.domain.business.selectors import shop
from polytill.domain.parties.models import Contact
from polytill.domain.payments.models import Payment
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.selectors import Where
from polytill.domain.sales.selectors.find import visible_id
from polytill.domain.taxes.selectors import Rate, rates
from polytill.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ContactDetail:
    id: int
    name: str
    mobile: str | None
    email: str | None
    code: str
    business_name: str | None


@dataclass(frozen=True, slots=True)
class PaymentDetail:
    id: int
    amount: Decimal
    method: str
    paid_at: datetime
    number: str
    note: str | None
    is_return: bool


@dataclass(frozen=True, slots=True)
class SaleLineDetail:
    """Of the selling unit. quantity_returned and quantity_invoiced as the line's level stands."""

    id: int
    position: int
    product_id: int
    variation_id: int
    label: str
    sub_sku: str | None
    unit_id: int | None
    multiplier: Decimal
    quantity: Decimal
    quantity_returned: Decimal
    quantity_invoiced: Decimal
    unit_price: Decimal
    unit_price_inc_tax: Decimal
    unit_price_before_discount: Decimal
    unit_tax: Decimal
    discount_type: str | None
    discount_value: Decimal
    tax: Rate | None
    return_of_id: int | None
    note: str
    details: Mapping[str, Any]
    modifiers: tuple[SaleLineDetail, ...]


@dataclass(frozen=True, slots=True)
class SaleDetail:
    """The components of combos are no lines of their own here; modifiers hang on their line."""

    id: int
    type: str
    number: str
    ref_no: str | None
    at: datetime
    status: str
    sub_status: str | None
    sub_type: str | None
    payment_status: str | None
    is_direct: bool
    is_suspended: bool
    consumption: str
    total: Decimal
    total_before_tax: Decimal
    tax_amount: Decimal
    discount_type: str | None
    discount_value: Decimal
    discount_amount: Decimal
    shipping_charges: Decimal
    paid: Decimal
    shipping_status: str | None
    shipping_details: str | None
    shipping_address: str | None
    delivered_to: str | None
    due_on: date | None
    pay_term_number: int | None
    pay_term_type: str | None
    note: str | None
    staff_note: str | None
    return_of_id: int | None
    created_by_id: int | None
    details: Mapping[str, Any]
    contact: ContactDetail
    location_id: int
    location_name: str
    tax: Rate | None
    lines: tuple[SaleLineDetail, ...]
    payments: tuple[PaymentDetail, ...]


SAME = (
    "id", "type", "number", "at", "status", "sub_status", "sub_type", "payment_status", "is_direct", "is_suspended",
    "consumption", "total", "total_before_tax", "tax_amount", "discount_type", "discount_value", "discount_amount",
    "shipping_charges", "paid", "shipping_status", "shipping_details", "shipping_address", "delivered_to", "due_on",
    "pay_term_number", "pay_term_type", "return_of_id", "created_by_id", "details", "location_id",
)  # fmt: skip
OF_LINE = (
    "id", "position", "product_id", "variation_id", "label", "unit_id", "multiplier", "quantity", "quantity_returned",
    "quantity_invoiced", "unit_price", "unit_price_inc_tax", "unit_price_before_discount", "unit_tax", "discount_type",
    "discount_value", "return_of_id", "note",
)  # fmt: skip


def sale_detail(sale_id: int, where: Where, actor: Actor) -> SaleDetail:
    """404 where the sale is not among those of `where`."""
    row: Any = Sale.objects.visible_to(actor).select_related("contact").get(pk=visible_id(sale_id, where, actor))
    known = rates(actor)
    return SaleDetail(
        **{name: getattr(row, name) for name in SAME},
        ref_no=row.ref_no or None,
        note=row.note or None,
        staff_note=row.staff_note or None,
        contact=_contact(row.contact),
        location_name=shop(actor.business_id).locations[row.location_id].name,
        tax=known.get(row.tax_id or 0),
        lines=sale_lines(row.pk, actor),
        payments=sale_payments(row.pk, actor),
    )


def _contact(row: Contact) -> ContactDetail:
    return ContactDetail(row.pk, row.name, row.mobile or None, row.email or None, row.code, row.business_name or None)


def sale_lines(sale_id: int, actor: Actor) -> tuple[SaleLineDetail, ...]:
    """In the order in which they were entered."""
    known = rates(actor)
    rows: list[Any] = list(
        SaleLine.objects.visible_to(actor)
        .filter(sale_id=sale_id)
        .exclude(child_kind="combo")
        .select_related("variation")
        .order_by("position")
    )
    hanging: dict[int, list[SaleLineDetail]] = {}
    for row in rows:
        if row.parent_id is not None:
            hanging.setdefault(row.parent_id, []).append(_line(row, known, ()))
    return tuple(_line(row, known, tuple(hanging.get(row.pk, ()))) for row in rows if row.parent_id is None)


def _line(row: Any, known: Mapping[int, Rate], modifiers: tuple[SaleLineDetail, ...]) -> SaleLineDetail:
    return SaleLineDetail(
        **{name: getattr(row, name) for name in OF_LINE},
        sub_sku=row.variation.sub_sku or None,
        tax=known.get(row.tax_id or 0),
        details=row.details or {},
        modifiers=modifiers,
    )


def sale_payments(sale_id: int, actor: Actor) -> tuple[PaymentDetail, ...]:
    """Oldest first, without the voided."""
    rows = Payment.objects.visible_to(actor).filter(sale_id=sale_id, voided_at__isnull=True).order_by("id")
    fields = ("id", "amount", "method", "paid_at", "number", "note", "is_return")
    return tuple(
        PaymentDetail(pk, amount, method, at, number, note or None, is_return)
        for pk, amount, method, at, number, note, is_return in rows.values_list(*fields)
    )
