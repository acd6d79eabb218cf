"""The lists at a till: what was sold last, what is on hold, and one held sale as a cart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from polytill.domain.payments.models import Payment
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.selectors import by_client_uuid
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found
from polytill.kernel.money import ZERO

MOST = 50


@dataclass(frozen=True, slots=True)
class ListedSale:
    id: int
    number: str
    at: datetime
    customer: str
    total: Decimal
    payment_status: str
    note: str
    lines: int


@dataclass(frozen=True, slots=True)
class SoldSale:
    """received less change is what was paid; due is what is still owed."""

    id: int
    number: str
    is_held: bool
    total: Decimal
    received: Decimal
    change: Decimal
    due: Decimal


@dataclass(frozen=True, slots=True)
class HeldModifier:
    variation_id: int
    name: str
    unit_price_inc_tax: Decimal


@dataclass(frozen=True, slots=True)
class HeldLine:
    """Discount as entered: type fixed or percentage, None without one."""

    variation_id: int
    quantity: Decimal
    unit_price: Decimal
    discount_type: str | None
    discount_value: Decimal
    is_offer: bool
    note: str
    modifiers: tuple[HeldModifier, ...]


@dataclass(frozen=True, slots=True)
class HeldSale:
    id: int
    location_id: int
    customer_id: int
    customer: str
    customer_is_walk_in: bool
    customer_in_group: bool
    discount_type: str | None
    discount_value: Decimal
    tax_id: int | None
    note: str
    lines: tuple[HeldLine, ...]


def sold(*, actor: Actor, sale_id: int) -> SoldSale:
    """What the cashier is told when a sale is done."""
    found = _own(actor).filter(pk=sale_id).first()
    if found is None:
        raise not_found("sale")
    return _sold(found, actor)


def sold_under(*, actor: Actor, client_uuid: UUID) -> SoldSale | None:
    """The sale that a till entered under its own id; None where there is none."""
    found = by_client_uuid([client_uuid], actor).get(client_uuid)
    return None if found is None else _sold(found, actor)


def _sold(sale: Any, actor: Actor) -> SoldSale:
    payments = Payment.objects.visible_to(actor).filter(sale_id=sale.pk, voided_at__isnull=True)
    sums = dict(payments.values_list("is_return").annotate(sum=Sum("amount")))
    return SoldSale(
        id=sale.pk,
        number=sale.number,
        is_held=sale.is_suspended,
        total=sale.total,
        received=sums.get(False, ZERO),
        change=sums.get(True, ZERO),
        due=max(sale.total - sale.paid, ZERO),
    )


def recent_sales(*, actor: Actor, location_id: int, limit: int = MOST) -> list[ListedSale]:
    """Newest first."""
    return _listed(_seen_by(actor, location_id).filter(status="final", is_suspended=False), limit)


def held_sales(*, actor: Actor, location_id: int) -> list[ListedSale]:
    return _listed(_seen_by(actor, location_id).filter(is_suspended=True), MOST * 4)


def held_sale(*, actor: Actor, sale_id: int) -> HeldSale:
    found = _own(actor).filter(pk=sale_id, is_suspended=True).select_related("contact").first()
    if found is None or not actor.may_use_location(found.location_id):
        raise not_found("sale")
    rows = SaleLine.objects.visible_to(actor).filter(sale_id=sale_id).exclude(child_kind="combo")
    lines = list(rows.select_related("variation").order_by("position"))
    hanging: dict[int, list[HeldModifier]] = {}
    for line in lines:
        if line.parent_id:
            modifier = HeldModifier(line.variation_id, line.variation.name, line.unit_price_inc_tax)
            hanging.setdefault(line.parent_id, []).append(modifier)
    return HeldSale(
        id=found.pk,
        location_id=found.location_id,
        customer_id=found.contact_id,
        customer=found.contact.name,
        customer_is_walk_in=found.contact.is_default,
        customer_in_group=found.contact.customer_group_id is not None,
        discount_type=found.discount_type,
        discount_value=found.discount_value,
        tax_id=found.tax_id,
        note=found.note,
        lines=tuple(_held_line(line, hanging) for line in lines if not line.parent_id),
    )


def _held_line(line: Any, hanging: dict[int, list[HeldModifier]]) -> HeldLine:
    return HeldLine(
        variation_id=line.variation_id,
        quantity=line.quantity,
        unit_price=line.unit_price_before_discount,
        discount_type=line.discount_type,
        discount_value=line.discount_value,
        is_offer=line.discount_id is not None,
        note=line.note,
        modifiers=tuple(hanging.get(line.pk, ())),
    )


def _own(actor: Actor) -> Any:
    """Sales this actor may see: all, or his own where his right is narrowed to them."""
    actor.need("sell.view", "view_own_sell_only", "sell.create")
    sales = Sale.objects.visible_to(actor).filter(type="sell", voided_at__isnull=True)
    is_narrowed = actor.has("view_own_sell_only") or not actor.may("sell.view")
    return sales.filter(created_by_id=actor.user_id) if is_narrowed else sales


def _seen_by(actor: Actor, location_id: int) -> Any:
    return _own(actor).filter(location_id=location_id if actor.may_use_location(location_id) else None)


def _listed(sales: Any, limit: int) -> list[ListedSale]:
    rows = sales.annotate(line_count=Count("lines", filter=Q(lines__parent__isnull=True))).order_by("-at", "-id")
    fields = ("id", "number", "at", "contact__name", "total", "payment_status", "note", "line_count")
    return [ListedSale(*row) for row in rows.values_list(*fields)[:limit]]
