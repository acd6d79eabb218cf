from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from polytill.api.integration.schemas.cash_registers import RegisterQuery
from polytill.domain.business.selectors import Shop
from polytill.domain.registers.selectors import Movement, ShiftQuestion, ShiftRecord
from polytill.kernel.errors import invalid
from polytill.kernel.time import day_bounds
from polytill.operations.close_register import ClosedRegister
from polytill.reports.register_details import RegisterDetails, Tenders

COLUMNS = (
    "id",
    "user_id",
    "location_id",
    "user_name",
    "user_email",
    "location_name",
    "status",
    "opened_at",
    "closed_at",
    "closing_amount",
    "total_card_slips",
    "total_cheques",
)
LINE_COLUMNS = (
    "id",
    "cash_register_id",
    "amount",
    "pay_method",
    "type",
    "transaction_type",
    "transaction_id",
    "created_at",
    "updated_at",
)
METHODS = (
    "cash",
    "cheque",
    "card",
    "bank_transfer",
    "other",
    "advance",
    *(f"custom_pay_{number}" for number in range(1, 8)),
)
# What the letters of a PHP date format are to strptime.
PHP_LETTERS = {"d": "%d", "m": "%m", "Y": "%Y", "y": "%y", "j": "%d", "n": "%m"}


def question(query: RegisterQuery, shop: Shop) -> ShiftQuestion:
    since, until = _bounds(query, shop)
    return ShiftQuestion(query.location_id, query.user_id, query.status, since, until)


def _bounds(query: RegisterQuery, shop: Shop) -> tuple[datetime | None, datetime | None]:
    """Both dates or none: one alone is refused here, unlike in the other lists."""
    if query.start_date is None and query.end_date is None:
        return None, None
    for name, other in (("start_date", "end_date"), ("end_date", "start_date")):
        if getattr(query, name) is None:
            raise invalid({name: [f"The {_spoken(name)} field is required when {_spoken(other)} is present."]})
    first = _day("start_date", query.start_date or "", shop.date_format)
    last = _day("end_date", query.end_date or "", shop.date_format)
    if first > last:
        raise invalid({"start_date": ["The start date field must be a date before or equal to end date."]})
    return day_bounds(first, last, shop.tz)


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _day(name: str, text: str, php_format: str) -> date:
    own = "".join(PHP_LETTERS.get(letter, letter) for letter in php_format)
    for shape in (own, "%Y-%m-%d"):
        try:
            found = datetime.strptime(text, shape).date()  # noqa: DTZ007
        except ValueError:
            continue
        if 1000 <= found.year <= 9998:
            return found
    raise invalid({name: [f"The {_spoken(name)} field must match the format {php_format}."]})


def row(record: ShiftRecord) -> Mapping[str, Any]:
    return {
        "id": record.id,
        "user_id": record.user_id,
        "location_id": record.location_id,
        "user_name": record.user_name or None,
        "user_email": record.user_email or None,
        "location_name": record.location_name,
        "status": record.status,
        "opened_at": record.opened_at,
        "closed_at": record.closed_at,
        "closing_amount": record.closing_amount,
        "total_card_slips": record.total_card_slips,
        "total_cheques": record.total_cheques,
    }


def line(record: Movement) -> Mapping[str, Any]:
    return {
        "id": record.id,
        "cash_register_id": record.shift_id,
        "amount": record.amount,
        "pay_method": record.method,
        "type": record.type,
        "transaction_type": record.kind,
        "transaction_id": record.source_id,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }


def details(found: RegisterDetails, *, with_services: bool) -> Mapping[str, Any]:
    return {
        "register": row(found.shift),
        "summary": _summary(found.shift, found.tenders),
        "transaction_breakdown": _breakdown(found, with_services),
    }


def _summary(record: ShiftRecord, tenders: Tenders) -> dict[str, Any]:
    return {
        "user_id": record.user_id,
        "location_id": record.location_id,
        "user_name": record.user_name or None,
        "email": record.user_email or None,
        "location_name": record.location_name,
        "closing_note": record.closing_note or None,
        "open_time": record.opened_at,
        "closed_at": record.closed_at,
        "denominations": record.denominations,
        "cash_in_hand": tenders.floats,
        "total_sale": tenders.of("sell"),
        "total_expense": tenders.of("expense"),
        "total_refund": tenders.of("refund"),
        **{f"total_{method}": tenders.of("sell", method) for method in METHODS},
        **{f"total_{method}_expense": tenders.of("expense", method) for method in METHODS},
        **{f"total_{method}_refund": tenders.of("refund", method) for method in METHODS},
        "total_cheques": tenders.cheques,
        "total_card_slips": tenders.card_slips,
    }


def _breakdown(found: RegisterDetails, with_services: bool) -> dict[str, Any]:
    services = [{"types_of_service_name": x.name, "total_sales": x.amount} for x in found.services]
    totals = found.totals
    return {
        "product_details_by_brand": [
            {"brand_name": x.name, "total_quantity": x.quantity, "total_amount": x.amount} for x in found.brands
        ],
        "product_details": [
            {
                "product_name": x.product,
                "product_type": x.type,
                "variation_name": x.variation,
                "product_variation_name": x.axis,
                "sku": x.sku,
                "total_quantity": x.quantity,
                "total_amount": x.amount,
            }
            for x in found.products
        ],
        "types_of_service_details": services if with_services else None,
        "transaction_details": {
            "total_tax": totals.tax,
            "total_discount": totals.discount,
            "total_sales": totals.amount,
            "total_shipping_charges": totals.shipping,
        },
    }


def opened(record: ShiftRecord) -> Mapping[str, Any]:
    return {
        "id": record.id,
        "user_id": record.user_id,
        "location_id": record.location_id,
        "location_name": record.location_name,
        "status": record.status,
        "opened_at": record.opened_at,
    }


def closed(result: ClosedRegister) -> Mapping[str, Any]:
    return {
        "id": result.id,
        "user_id": result.user_id,
        "location_id": result.location_id,
        "status": "close",
        "opened_at": result.opened_at,
        "closed_at": result.closed_at,
        "closing_amount": result.closing_amount,
        "total_card_slips": result.total_card_slips,
        "total_cheques": result.total_cheques,
    }
