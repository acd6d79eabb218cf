"""Paper: the receipt and the register's report on 80 mm, the public invoice on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from polytill.domain.business.selectors import shop
from polytill.kernel.actor import Actor
from polytill.kernel.errors import Category, DomainError
from polytill.kernel.money import cents
from polytill.reports.receipt import Receipt, receipt, receipt_by_token
from polytill.reports.register_summary import register_summary
from polytill.web.session import page_for_staff
from polytill.web.till.present import summary_rows
from polytill.web.writing import Pen, pen_of

# The till prints these from a frame of its own; nobody else may frame them.
FRAMED_BY_THE_TILL = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)


def _missing_is_404(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def wrapper(request: HttpRequest, *positional: Any, **arguments: Any) -> HttpResponse:
        try:
            return view(request, *positional, **arguments)
        except DomainError as error:
            if error.category in (Category.NOT_FOUND, Category.FORBIDDEN):
                raise Http404 from error
            raise

    return wrapper


@require_GET
@page_for_staff
@_missing_is_404
def receipt_page(request: HttpRequest, actor: Actor, sale_id: int) -> HttpResponse:
    found = receipt(actor=actor, sale_id=sale_id)
    return _framed(render(request, "web/receipt.html", _document(request, found)))


@require_GET
@page_for_staff
@_missing_is_404
def register_page(request: HttpRequest, actor: Actor, shift_id: int) -> HttpResponse:
    found = register_summary(actor=actor, shift_id=shift_id)
    pen = _pen_of_actor(actor)
    context = {
        "summary": found,
        "business_name": shop(actor.business_id).name,
        "opened": pen.instant(found.opened_at),
        "closed": pen.instant(found.closed_at) if found.closed_at else "",
        "rows": [{**row, "amount": pen.text(row["amount"])} for row in summary_rows(found)],
        "counted": None if found.counted is None else pen.money(found.counted),
        "difference": None if found.counted is None else pen.money(found.counted - found.expected_cash),
    }
    return _framed(render(request, "web/register.html", context))


@require_GET
@_missing_is_404
def invoice_page(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "web/invoice.html", _document(request, receipt_by_token(token)))


def _framed(response: HttpResponse) -> HttpResponse:
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = FRAMED_BY_THE_TILL
    return response


def _pen_of_actor(actor: Actor) -> Pen:
    found = shop(actor.business_id)
    return Pen(
        currency=found.currency,
        places=found.places,
        decimal=found.decimal_separator,
        thousands=found.thousand_separator,
        date_format=found.date_format,
        zone=found.tz.key,
    )


def _document(request: HttpRequest, found: Receipt) -> dict[str, Any]:
    pen = pen_of(found.business)
    link = request.build_absolute_uri(reverse("invoice", args=[found.token])) if found.token else ""
    return {
        "sale": found,
        "at": pen.instant(found.at),
        "lines": list(_lines(found, pen)),
        "sums": list(_sums(found, pen)),
        "total": pen.money(found.total),
        "tenders": [(paid.label, pen.money(paid.amount)) for paid in found.tenders],
        "change": pen.money(found.change) if found.change else "",
        "due": pen.money(found.due) if found.due else "",
        "taxes": [(t.name, f"{pen.quantity(t.percent)}%", pen.money(t.base), pen.money(t.tax)) for t in found.taxes],
        "address": _address(found.location),
        "notes": found.location.receipt,
        "link": link,
        "qr": qr(link) if link else "",
    }


def _lines(found: Receipt, pen: Pen) -> Iterator[dict[str, Any]]:
    for line in found.lines:
        yield {
            "label": line.label,
            "sku": line.sku,
            "quantity": pen.quantity(line.quantity),
            "unit": line.unit,
            "price": pen.money(line.unit_price),
            "gross": pen.money(line.gross),
            "discount": pen.money(line.discount) if line.discount else "",
            "note": line.note,
            "is_modifier": line.is_modifier,
            "is_component": line.is_component,
        }


def _sums(found: Receipt, pen: Pen) -> Iterator[tuple[str, str]]:
    """What stands between the lines and the total; zeros stay out."""
    yield "Subtotal", pen.money(found.subtotal)
    for label, amount in (
        ("Discount", -found.discount),
        ("Points redeemed", -found.points_value),
        (found.order_tax_name or "Tax", found.order_tax),
        ("Shipping", found.shipping),
        ("Packing", found.packing),
        ("Further charges", found.extra),
        ("Rounding", found.round_off),
    ):
        if cents(amount):
            yield label, pen.money(amount)


def _address(location: Any) -> str:
    town = " ".join(part for part in (location.zip_code, location.city) if part)
    return "\n".join(part for part in (location.landmark, town, location.country, location.mobile) if part)


def qr(text: str) -> SafeString:
    # Written by segno from a URL that this server made; it holds numbers and a path alone.
    return mark_safe(segno.make(text, error="m").svg_inline(scale=1, border=2, omitsize=True))  # noqa: S308
