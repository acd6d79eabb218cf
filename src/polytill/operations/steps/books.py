"""How a priced checkout stands in the books: rows of its sale, lines, payments and drawer, and its fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from polytill.domain.pricing.calculator import Discount
from polytill.domain.storage.fields import rate
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO, fine
from polytill.operations.steps.cart import CheckedOut, Checkout, Tender
from polytill.operations.steps.ring_up import Item, RungUp
from polytill.operations.steps.settle import paid_by, status_of

PACKING_WORDS = {"percentage": "percent", "fixed": "fixed"}


def due_on(at: date, number: int | None, kind: str | None) -> date | None:
    if not number or not kind:
        return None
    return at + (relativedelta(months=number) if kind == "months" else relativedelta(days=number))


def kind_of(discount: Discount | None) -> str | None:
    return None if discount is None else discount.kind.value


def value_of(discount: Discount | None) -> Decimal:
    return ZERO if discount is None else discount.value


def sale_row(
    rung: RungUp,
    sale_id: int,
    number: str,
    series_id: int,
    tenders: Sequence[Tender],
    points: Decimal,
    *,
    actor: Actor,
    now: datetime,
    day: date,
) -> Row:
    command, sums, buyer = rung.command, rung.sums, rung.buyer
    final = command.status == "final"
    paid = paid_by(tenders)
    service, shipping = command.service, command.shipping
    details: dict[str, Any] = dict(command.details)
    if service and service.fields:
        details["service_fields"] = dict(service.fields)
    return {
        "id": sale_id,
        "business_id": actor.business_id,
        "status": command.status,
        "sub_status": None if final else command.sub_status,
        "is_suspended": final and command.is_suspended,
        "is_direct": command.is_direct,
        "is_credit": final and command.is_credit,
        "consumption": command.consumption,
        "payment_status": status_of(sums.final_total, paid) if final else None,
        "location_id": rung.place.id,
        "contact_id": buyer.id,
        "customer_group_id": buyer.customer_group_id,
        "number": number,
        "ref_no": command.ref_no,
        "client_uuid": command.client_uuid,
        "door": actor.door,
        "at": command.at,
        "exchange_rate": command.exchange_rate,
        "pricing_policy": command.policy,
        "total_before_tax": sums.total_before_tax,
        "line_tax_total": sums.line_tax_total,
        "tax_id": command.tax_id,
        "tax_amount": fine(sums.tax_amount),
        "discount_type": kind_of(command.discount),
        "discount_value": value_of(command.discount),
        "discount_amount": fine(sums.discount_amount),
        "points_redeemed": command.points_redeemed,
        "points_value": rung.points_value,
        "points_earned": points,
        "shipping_charges": sums.shipping,
        "packing_type": PACKING_WORDS.get(kind_of(rung.packing) or ""),
        "packing_value": value_of(rung.packing),
        "packing_amount": fine(sums.packing_charge),
        "extra_charges": sums.extra_charges,
        "round_off": fine(sums.round_off),
        "total": sums.final_total,
        "paid": paid,
        "agent_id": command.agent_id,
        "price_group_id": command.price_group_id,
        "service_type_id": service.type_id if service else None,
        "table_id": command.table_id,
        "waiter_id": command.waiter_id,
        "shift_id": rung.shift_id,
        "series_id": series_id,
        "pay_term_number": buyer.pay_term_number,
        "pay_term_type": buyer.pay_term_type,
        "due_on": due_on(day, buyer.pay_term_number, buyer.pay_term_type) if final else None,
        "note": command.note,
        "staff_note": command.staff_note,
        "order_ids": list(command.order_ids),
        "shipping_status": shipping.status,
        "shipping_details": shipping.details,
        "shipping_address": shipping.address,
        "delivered_to": shipping.delivered_to,
        "details": details,
        "created_by_id": actor.user_id or None,
        "created_at": now,
        "updated_at": now,
    }


def line_rows(rung: RungUp, sale_id: int, ids: Sequence[int], *, actor: Actor) -> list[Row]:
    return [_line_row(item, place, sale_id, ids, actor) for place, item in enumerate(rung.items)]


def _line_row(item: Item, place: int, sale_id: int, ids: Sequence[int], actor: Actor) -> Row:
    priced, line = item.priced, item.line
    return {
        "id": ids[place],
        "business_id": actor.business_id,
        "sale_id": sale_id,
        "position": place,
        "product_id": item.product_id,
        "variation_id": item.variation_id,
        "label": item.label[:400],
        "unit_id": item.unit.id,
        "multiplier": rate(item.multiplier),
        "quantity": item.quantity,
        "unit_price_before_discount": priced.unit_price_before_discount if priced else ZERO,
        "unit_price": priced.unit_price if priced else ZERO,
        "discount_type": kind_of(item.discount),
        "discount_value": value_of(item.discount),
        "unit_tax": priced.unit_tax if priced else ZERO,
        "unit_price_inc_tax": priced.unit_price_inc_tax if priced else ZERO,
        "tax_id": item.tax_id,
        "net": priced.net if priced else ZERO,
        "tax_total": priced.tax if priced else ZERO,
        "gross": priced.gross if priced else ZERO,
        "discount_id": item.offer_id,
        "layer_id": line.layer_id if line else None,
        "parent_id": None if item.parent is None else ids[item.parent],
        "child_kind": item.child_kind,
        "service_staff_id": line.staff_id if line else None,
        "note": line.note if line else "",
        "details": line.details if line else None,
    }


def payment_rows(
    tenders: Sequence[Tender],
    ids: Sequence[int],
    numbers: Sequence[str],
    *,
    sale_id: int,
    contact_id: int,
    default_accounts: Any,
    actor: Actor,
    now: datetime,
) -> list[Row]:
    return [
        {
            "id": payment_id,
            "business_id": actor.business_id,
            "sale_id": sale_id,
            "contact_id": contact_id,
            "account_id": account_of(tender, default_accounts),
            "method": tender.method,
            "amount": fine(tender.amount),
            "is_return": tender.is_return,
            "paid_at": tender.paid_at or now,
            "number": number,
            "transaction_no": tender.transaction_no,
            "note": tender.note,
            "instrument": dict(tender.instrument) if tender.instrument else None,
            "denominations": tender.denominations,
            "created_by_id": actor.user_id or None,
            "created_at": now,
            "updated_at": now,
        }
        for tender, payment_id, number in zip(tenders, ids, numbers, strict=True)
    ]


def account_of(tender: Tender, default_accounts: Any) -> int | None:
    """Advance balances are no money of an account."""
    if tender.method == "advance":
        return None
    return tender.account_id or default_accounts.get(tender.method)


def movement_rows(payments: Sequence[Row], shift_id: int | None, kind: str, *, now: datetime) -> Iterator[Row]:
    """What the payments of a till sale do to its drawer."""
    if shift_id is None:
        return
    for payment in payments:
        yield {
            "business_id": payment["business_id"],
            "shift_id": shift_id,
            "amount": payment["amount"],
            "method": payment["method"],
            "type": "debit" if payment["is_return"] else "credit",
            "kind": kind,
            "source_id": payment["sale_id"],
            "payment_id": payment["id"],
            "created_at": now,
            "updated_at": now,
        }


def postings(payments: Sequence[Row]) -> list[tuple[int, Decimal, int | None, str]]:
    return [
        (p["account_id"], -p["amount"] if p["is_return"] else p["amount"], p["id"], "sale")
        for p in payments
        if p["account_id"] is not None
    ]


def sale_payload(sale: Row, lines: Sequence[Row], payments: Sequence[Row]) -> dict[str, Any]:
    """What the journal keeps of a document: enough to print it again and to sum it up."""
    return {
        "id": sale["id"],
        "number": sale["number"],
        "at": sale["at"],
        "location": sale["location_id"],
        "contact": sale["contact_id"],
        "total_before_tax": sale["total_before_tax"],
        "discount": sale["discount_amount"],
        "tax": sale["tax_amount"],
        "line_tax": sale["line_tax_total"],
        "total": sale["total"],
        "lines": [
            [
                x["variation_id"],
                x["label"],
                x["quantity"],
                x["unit_price_inc_tax"],
                x["net"],
                x["tax_total"],
                x["gross"],
            ]
            for x in lines
        ],
        "payments": [[p["number"], p["method"], -p["amount"] if p["is_return"] else p["amount"]] for p in payments],
    }


def command_day(command: Checkout, tz: Any) -> date:
    return command.at.astimezone(tz).date()


def checked_out(sale: Row) -> CheckedOut:
    return CheckedOut(
        id=sale["id"],
        number=sale["number"],
        status=sale["status"],
        payment_status=sale["payment_status"],
        is_direct=sale["is_direct"],
        is_suspended=sale["is_suspended"],
        total=sale["total"],
        paid=sale["paid"],
    )
