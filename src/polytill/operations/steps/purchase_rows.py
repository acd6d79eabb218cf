"""How a purchase stands in the books: rows of it, its lines and its payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.pricing.calculator import Discount
from polytill.domain.storage.fields import rate
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO, fine
from polytill.operations.steps.books import account_of, kind_of, value_of
from polytill.operations.steps.cart import Tender
from polytill.operations.steps.codes import next_code
from polytill.operations.steps.purchase_sums import LineSum, PurchasedLine, PurchaseSum
from polytill.operations.steps.settle import status_of


def purchase_row(
    purchase_id: int,
    number: str,
    sums: PurchaseSum,
    paid: Decimal,
    discount: Discount | None,
    *,
    actor: Actor,
    now: datetime,
    **same: Any,
) -> Row:
    """same: columns as the command brings them."""
    return {
        **same,
        "id": purchase_id,
        "business_id": actor.business_id,
        "number": number,
        "payment_status": status_of(sums.total, paid),
        "delivered_at": same["at"] if same["status"] == "received" else None,
        "total_before_tax": sums.total_before_tax,
        "discount_type": kind_of(discount),
        "discount_value": value_of(discount),
        "discount_amount": sums.discount_amount,
        "tax_amount": sums.tax_amount,
        "total": sums.total,
        "paid": paid,
        "created_by_id": actor.user_id or None,
        "created_at": now,
        "updated_at": now,
    }


def line_row(
    position: int,
    line: PurchasedLine,
    line_id: int,
    purchase_id: int,
    sums: LineSum,
    unit: tuple[int, Decimal],
    received: bool,
    actor: Actor,
) -> Row:
    return {
        "id": line_id,
        "business_id": actor.business_id,
        "purchase_id": purchase_id,
        "position": position,
        "variation_id": line.variation_id,
        "unit_id": unit[0],
        "multiplier": rate(unit[1]),
        "quantity": line.quantity,
        "quantity_received": line.quantity if received else ZERO,
        "unit_price_before_discount": fine(line.unit_price),
        "discount_percent": line.discount_percent,
        "unit_price": sums.unit_price,
        "unit_tax": sums.unit_tax,
        "unit_price_inc_tax": sums.unit_price_inc_tax,
        "tax_id": line.tax_id,
        "gross": sums.gross,
        "lot_number": line.lot_number,
        "made_on": line.made_on,
        "expires_on": line.expires_on,
    }


def payment_rows(
    tenders: Sequence[Tender],
    ids: Sequence[int],
    purchase_id: int,
    supplier_id: int,
    accounts: Any,
    *,
    actor: Actor,
    now: datetime,
) -> list[Row]:
    return [
        {
            "id": payment_id,
            "business_id": actor.business_id,
            "purchase_id": purchase_id,
            "contact_id": supplier_id,
            "account_id": account_of(tender, accounts),
            "method": tender.method,
            "amount": fine(tender.amount),
            "paid_at": tender.paid_at or now,
            "number": next_code("purchase_payment", actor=actor, now=now),
            "transaction_no": tender.transaction_no,
            "note": tender.note,
            "instrument": dict(tender.instrument) if tender.instrument else None,
            "created_by_id": actor.user_id or None,
            "created_at": now,
            "updated_at": now,
        }
        for tender, payment_id in zip(tenders, ids, strict=True)
    ]
