"""A payment in this dialect's words."""

from __future__ import annotations

from typing import Any

from polytill.api.integration.schemas.payments import PaymentBody
from polytill.kernel.money import fine
from polytill.operations.checkout import Tender
from polytill.operations.record_payment import Recorded

INSTRUMENT = (
    "card_number",
    "card_holder_name",
    "card_transaction_number",
    "card_type",
    "card_month",
    "card_year",
    "cheque_number",
    "bank_account_number",
)


def tender_of(body: PaymentBody, denominations: Any = None) -> Tender:
    """The reference is the one of the custom method paid with: custom_pay_2 has transaction_no_2."""
    instrument = {name: value for name in INSTRUMENT if (value := getattr(body, name)) is not None}
    number = body.method.removeprefix("custom_pay_")
    return Tender(
        fine(body.amount),
        body.method,
        paid_at=body.paid_on,
        account_id=body.account_id,
        note=body.note or "",
        transaction_no=getattr(body, f"transaction_no_{number}", None),
        instrument=instrument or None,
        denominations=denominations,
    )


def recorded(payment: Recorded) -> dict[str, Any]:
    return {
        "transaction_id": payment.sale_id,
        "payment_id": payment.payment_id,
        "payment_ref_no": payment.number,
        "payment_status": payment.payment_status,
        "amount": payment.amount,
        "method": payment.method,
        "paid_on": payment.paid_at,
    }
