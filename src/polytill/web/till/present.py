"""From the shop's records to what the till reads. Pure; amounts become the shortest decimal text."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_symbol
from django.urls import reverse

from polytill.domain.business.selectors import Shop
from polytill.domain.pricing.calculator import Discount
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO, plain
from polytill.reports.register_summary import RegisterSummary
from polytill.reports.till_catalog import ModifierSet, TillProduct
from polytill.reports.till_customers import FoundCustomer
from polytill.reports.till_sales import HeldLine, HeldSale, ListedSale, SoldSale
from polytill.reports.till_session import Counter, OpenShift, OrderTax
from polytill.web.till.denominations import coins_and_notes, handy_notes
from polytill.web.till.translate import GIVE_DISCOUNT


def instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def currency_of(shop: Shop) -> dict[str, Any]:
    return {
        "code": shop.currency,
        "symbol": get_currency_symbol(shop.currency, locale="en"),
        "before": True,
        "decimals": shop.places,
        "thousands": shop.thousand_separator,
        "decimal": shop.decimal_separator,
    }


def rights_of(actor: Actor) -> dict[str, bool]:
    return {
        "discount": actor.may(GIVE_DISCOUNT),
        "credit": actor.may("sell.create"),
        "move_cash": actor.may("view_cash_register"),
        "close_register": actor.may("close_cash_register"),
        "discard": actor.may("sell.delete", "direct_sell.delete"),
        "add_customer": actor.may("customer.create"),
    }


def session(actor: Actor, shop: Shop, counters: list[Counter], taxes: list[OrderTax], shift: OpenShift | None) -> Any:
    step = shop.settings.rounding_step
    return {
        "user": {"id": actor.user_id, "name": actor.name},
        "can": rights_of(actor),
        "business": {
            "name": shop.name,
            "currency": currency_of(shop),
            "rounding_step": None if step is None else plain(step),
        },
        "locations": [
            {
                "id": one.place.id,
                "name": one.place.name,
                "methods": [{"key": way.key, "label": way.label} for way in one.methods],
            }
            for one in counters
        ],
        "register": None if shift is None else register(shift, counters),
        "taxes": [{"id": tax.id, "name": tax.name, "rate": plain(tax.percent)} for tax in taxes],
        "notes": handy_notes(shop.currency),
        "denominations": coins_and_notes(shop.currency),
    }


def register(shift: OpenShift, counters: list[Counter]) -> Any:
    """One that was opened without a location sells at the first that its user may use."""
    first = counters[0].place.id if counters else None
    return {
        "id": shift.id,
        "location_id": shift.location_id or first,
        "opened_at": instant(shift.opened_at),
        "float": plain(shift.opening),
    }


def product(row: TillProduct) -> dict[str, Any]:
    return {
        "id": row.id,
        "product_id": row.product_id,
        "name": row.name,
        "variation": row.variation,
        "sku": row.sku,
        "barcodes": row.barcodes,
        "category_id": row.category_id,
        "image": reverse("picture", args=[row.image_id]) if row.image_id else None,
        "price": plain(row.price),
        "price_inc_tax": plain(row.price_inc_tax),
        "tax_percent": plain(row.tax_percent),
        "offer": _cut(row.offer),
        "group_offer": _cut(row.group_offer),
        "unit": row.unit,
        "decimals": row.allows_decimal,
        "stock": None if row.stock is None else plain(row.stock),
        "modifiers": row.modifier_ids,
    }


def _cut(offer: Discount | None) -> dict[str, str] | None:
    return None if offer is None else {"type": offer.kind.value, "amount": plain(offer.value)}


def modifier_set(row: ModifierSet) -> dict[str, Any]:
    options = [{"id": o.id, "name": o.name, "price_inc_tax": plain(o.price_inc_tax)} for o in row.options]
    return {"id": row.id, "name": row.name, "options": options}


def customer(row: FoundCustomer) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "mobile": row.mobile,
        "due": plain(row.due),
        "is_default": row.is_walk_in,
        "in_group": row.in_group,
    }


def sold_sale(row: SoldSale) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "held": row.is_held,
        "total": plain(row.total),
        "received": plain(row.received),
        "change": plain(row.change),
        "due": plain(row.due),
    }


def listed_sale(row: ListedSale) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "at": instant(row.at),
        "customer": row.customer,
        "total": plain(row.total),
        "payment_status": row.payment_status,
        "note": row.note,
        "lines": row.lines,
    }


def _discount(kind: str | None, value: Decimal) -> dict[str, str]:
    return {"type": kind or "fixed", "amount": plain(value if kind else ZERO)}


def held_sale(row: HeldSale) -> dict[str, Any]:
    customer = {"id": row.customer_id, "name": row.customer, "is_default": False, "in_group": row.customer_in_group}
    return {
        "id": row.id,
        "customer": None if row.customer_is_walk_in else customer,
        "discount": _discount(row.discount_type, row.discount_value),
        "tax_id": row.tax_id,
        "note": row.note,
        "lines": [_held_line(line) for line in row.lines],
    }


def _held_line(line: HeldLine) -> dict[str, Any]:
    """An offer of the shop is no discount of the cashier's: it is found again from the catalogue."""
    return {
        "variation_id": line.variation_id,
        "quantity": plain(line.quantity),
        "discount": _discount(None if line.is_offer else line.discount_type, line.discount_value),
        "note": line.note,
        "modifiers": [
            {"id": m.variation_id, "name": m.name, "price_inc_tax": plain(m.unit_price_inc_tax)} for m in line.modifiers
        ],
    }


def summary(row: RegisterSummary) -> dict[str, Any]:
    return {
        "id": row.shift_id,
        "opened_at": instant(row.opened_at),
        "closed_at": instant(row.closed_at),
        "expected_cash": plain(row.expected_cash),
        "counted": None if row.counted is None else plain(row.counted),
        "rows": summary_rows(row),
    }


def summary_rows(row: RegisterSummary) -> list[dict[str, Any]]:
    lines: list[tuple[str, str, Decimal, bool]] = [("opening", "Cash at opening", row.opening, False)]
    lines += [(f"sales.{m.key}", f"Sales, {m.label}", m.amount, False) for m in row.sales]
    lines += [(f"refunds.{m.key}", f"Refunds, {m.label}", m.amount, False) for m in row.refunds]
    if row.cash_in:
        lines.append(("cash_in", "Cash put in", row.cash_in, False))
    if row.cash_out:
        lines.append(("cash_out", "Cash taken out", -row.cash_out, False))
    if row.expenses:
        lines.append(("expenses", "Expenses", -row.expenses, False))
    lines.append(("expected", "Expected in the drawer", row.expected_cash, True))
    return [{"key": key, "label": label, "amount": plain(sum_), "strong": strong} for key, label, sum_, strong in lines]
