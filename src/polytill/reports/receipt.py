"""One sale as a customer reads it: the receipt at the till and the public invoice behind its token."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.business.models import Business, Location
from polytill.domain.parties.models import Contact
from polytill.domain.payments.models import Method, Payment
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.taxes.selectors import Rate, rates
from polytill.kernel.actor import Actor, system_actor
from polytill.kernel.errors import not_found
from polytill.kernel.money import TEN_THOUSANDTH, ZERO, split


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """unit_price and gross with tax, after the line's discount."""

    label: str
    sku: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    gross: Decimal
    discount: Decimal
    note: str
    is_modifier: bool
    is_component: bool


@dataclass(frozen=True, slots=True)
class TaxSum:
    """base: the net amount that the tax was worked out on."""

    name: str
    percent: Decimal
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Paid:
    label: str
    amount: Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """change: cash given back; due: what is still owed. at is an instant; business.time_zone is the shop's zone."""

    id: int
    number: str
    status: str
    at: datetime
    business: Business
    location: Location
    customer: Contact
    cashier: str
    lines: tuple[ReceiptLine, ...]
    taxes: tuple[TaxSum, ...]
    subtotal: Decimal
    discount: Decimal
    order_tax_name: str
    order_tax: Decimal
    shipping: Decimal
    packing: Decimal
    extra: Decimal
    points_value: Decimal
    round_off: Decimal
    total: Decimal
    tenders: tuple[Paid, ...]
    received: Decimal
    change: Decimal
    due: Decimal
    note: str
    token: str


def receipt(*, actor: Actor, sale_id: int) -> Receipt:
    actor.need("sell.view", "view_own_sell_only", "print_invoice", "sell.create")
    found = _sales().visible_to(actor).filter(pk=sale_id).first()
    if found is None or not actor.may_use_location(found.location_id):
        raise not_found("sale")
    return _receipt(found, actor)


def receipt_by_token(token: str) -> Receipt:
    """For whoever holds the link: the token is the right to see it."""
    found = _sales().filter(invoice_token=token).first() if token and "\x00" not in token else None
    if found is None:
        raise not_found("sale")
    return _receipt(found, system_actor(found.business_id, door="web"))


def _sales() -> Any:
    sales = Sale.objects.filter(type="sell", voided_at__isnull=True)
    return sales.select_related("business", "location", "contact", "created_by")


def _receipt(sale: Any, actor: Actor) -> Receipt:
    lines = list(SaleLine.objects.visible_to(actor).filter(sale_id=sale.pk).select_related("unit", "variation"))
    lines.sort(key=lambda line: line.position)
    known = rates(actor)
    tenders, change = _payments(sale.pk, actor)
    return Receipt(
        id=sale.pk,
        number=sale.number,
        status=sale.status,
        at=sale.at,
        business=sale.business,
        location=sale.location,
        customer=sale.contact,
        cashier=sale.created_by.full_name if sale.created_by else "",
        lines=tuple(_in_order(lines)),
        taxes=tuple(_tax_sums(sale, lines, known)),
        subtotal=sale.total_before_tax,
        discount=sale.discount_amount,
        order_tax_name=known[sale.tax_id].name if sale.tax_id in known else "",
        order_tax=sale.tax_amount,
        shipping=sale.shipping_charges,
        packing=sale.packing_amount,
        extra=sale.extra_charges,
        points_value=sale.points_value,
        round_off=sale.round_off,
        total=sale.total,
        tenders=tuple(tenders),
        received=sum((tender.amount for tender in tenders), ZERO),
        change=change,
        due=max(sale.total - sale.paid, ZERO),
        note=sale.note,
        token=sale.invoice_token or "",
    )


def _in_order(lines: list[Any]) -> Iterable[ReceiptLine]:
    """Each line, then what hangs on it: modifiers with their price, a combo's components without."""
    hanging: dict[int, list[Any]] = {}
    for line in lines:
        if line.parent_id:
            hanging.setdefault(line.parent_id, []).append(line)
    for line in lines:
        if not line.parent_id:
            yield _line(line)
            yield from (_line(child) for child in hanging.get(line.pk, ()))


def _line(line: Any) -> ReceiptLine:
    return ReceiptLine(
        label=line.label,
        sku=line.variation.sub_sku,
        quantity=line.quantity,
        unit=line.unit.short_name if line.unit else "",
        unit_price=line.unit_price_inc_tax,
        gross=line.gross,
        discount=(line.unit_price_before_discount - line.unit_price) if line.discount_type else ZERO,
        note=line.note,
        is_modifier=line.child_kind == "modifier",
        is_component=line.child_kind == "combo",
    )


def _tax_sums(sale: Any, lines: list[Any], known: Mapping[int, Rate]) -> Iterable[TaxSum]:
    """What the lines carry, by rate; a group's tax stands by its parts. The order's own tax is named apart."""
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    for line in lines:
        if line.tax_id in known and line.child_kind != "combo":
            base, tax = sums.get(line.tax_id, (ZERO, ZERO))
            sums[line.tax_id] = (base + line.net, tax + line.tax_total)
    for tax_id, (base, tax) in sorted(sums.items()):
        yield from _parts(known[tax_id], base, tax)
    if sale.tax_id in known:
        yield from _parts(known[sale.tax_id], sale.total_before_tax - sale.discount_amount, sale.tax_amount)


def _parts(rate: Rate, base: Decimal, tax: Decimal) -> Iterable[TaxSum]:
    if not rate.parts:
        return [TaxSum(rate.name, rate.percent, base, tax)]
    shares = split(tax, [percent for _, percent in rate.parts], TEN_THOUSANDTH)
    return [TaxSum(name, percent, base, share) for (name, percent), share in zip(rate.parts, shares, strict=True)]


def _payments(sale_id: int, actor: Actor) -> tuple[list[Paid], Decimal]:
    labels = dict(Method.objects.visible_to(actor).values_list("key", "label"))
    rows = Payment.objects.visible_to(actor).filter(sale_id=sale_id, voided_at__isnull=True).order_by("id")
    tenders, change = [], ZERO
    for payment in rows:
        if payment.is_return:
            change += payment.amount
        else:
            label = labels.get(payment.method, payment.method.replace("_", " ").title())
            tenders.append(Paid(label, payment.amount, payment.paid_at))
    return tenders, change
