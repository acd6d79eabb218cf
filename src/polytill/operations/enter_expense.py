"""Money that the shop spends on itself: rent, power, wages of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from polytill.domain.business.selectors import Place, place_for
from polytill.domain.identity.selectors import staff_exists
from polytill.domain.ledger.models import Expense
from polytill.domain.ledger.selectors import expense_category_exists
from polytill.domain.ledger.services import enter_expense_row
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.parties.selectors import contacts_exist
from polytill.domain.payments.models import Payment
from polytill.domain.payments.services import enter_payments, post_to_accounts
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.domain.taxes.selectors import rates
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.kernel.money import EXACT, LARGEST, ZERO, fine, tax_within
from polytill.operations.steps.books import account_of
from polytill.operations.steps.cart import Tender
from polytill.operations.steps.codes import next_code
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.settle import status_of

GATE = Gate(permissions=("expense.add",), modules=("expenses",))


@dataclass(frozen=True, slots=True)
class EnterExpense:
    """total: with tax inside. is_refund: money that comes back of an earlier expense."""

    location_id: int
    total: Decimal
    at: datetime
    category_id: int | None = None
    contact_id: int | None = None
    for_user_id: int | None = None
    tax_id: int | None = None
    tenders: tuple[Tender, ...] = ()
    is_refund: bool = False
    note: str = ""


def enter_expense(command: EnterExpense, *, actor: Actor, now: datetime) -> int:
    GATE.admit(actor, now)
    place = place_for(actor, command.location_id)
    _check(command, place, actor)
    return durable(lambda: _enter(command, place, actor, now))


def _check(command: EnterExpense, place: Place, actor: Actor) -> None:
    wrong: dict[str, list[str]] = {}
    if not command.total.is_finite() or not 0 < command.total <= LARGEST:
        wrong["final_total"] = ["The final total must be greater than 0."]
    if any(not t.amount.is_finite() or t.amount <= 0 or t.method not in place.methods for t in command.tenders):
        wrong["payment"] = ["The selected payment is invalid."]
    if command.category_id is not None and not expense_category_exists(command.category_id, actor):
        wrong["expense_category_id"] = ["The selected expense_category_id is invalid."]
    if command.contact_id is not None and not contacts_exist((command.contact_id,), actor):
        wrong["contact_id"] = ["The selected contact_id is invalid."]
    if command.for_user_id is not None and not staff_exists(command.for_user_id, actor):
        wrong["expense_for"] = ["The selected expense_for is invalid."]
    if command.tax_id is not None and command.tax_id not in rates(actor):
        wrong["tax_rate_id"] = ["The selected tax_rate_id is invalid."]
    if wrong:
        raise invalid(wrong)
    if sum((fine(t.amount) for t in command.tenders), ZERO) > fine(command.total):
        raise rule("expense.paid_too_much", "More is paid than the expense comes to.")


def _enter(command: EnterExpense, place: Place, actor: Actor, now: datetime) -> int:
    pools = take_ids({Expense: 1, Payment: len(command.tenders)})
    expense = _row(command, pools[Expense][0], actor, now)
    sign = 1 if command.is_refund else -1
    payments = [
        _payment(tender, payment_id, expense, place, actor, now)
        for tender, payment_id in zip(command.tenders, pools.get(Payment, []), strict=True)
    ]
    enter_expense_row(expense=expense)
    enter_payments(rows=payments)
    postings = [(p["account_id"], sign * p["amount"], p["id"], "expense") for p in payments if p["account_id"]]
    post_to_accounts(postings=postings, actor=actor, now=now)
    payload = {"number": expense["number"], "total": expense["total"], "is_refund": command.is_refund}
    record(facts=[NewFact("expense.entered", "expense", expense["id"], payload)], actor=actor, now=now)
    return int(expense["id"])


def _row(command: EnterExpense, expense_id: int, actor: Actor, now: datetime) -> Row:
    total, percent = fine(command.total), rates(actor)[command.tax_id].percent if command.tax_id else ZERO
    tax = fine(tax_within(total, percent))
    paid = sum((fine(t.amount) for t in command.tenders), ZERO)
    return {
        "id": expense_id,
        "business_id": actor.business_id,
        "location_id": command.location_id,
        "category_id": command.category_id,
        "contact_id": command.contact_id,
        "for_user_id": command.for_user_id,
        "number": next_code("expense", actor=actor, now=now),
        "is_refund": command.is_refund,
        "payment_status": status_of(total, paid),
        "at": command.at,
        "total_before_tax": EXACT.subtract(total, tax),
        "tax_id": command.tax_id,
        "tax_amount": tax,
        "total": total,
        "paid": paid,
        "note": command.note,
        "created_by_id": actor.user_id or None,
        "created_at": now,
        "updated_at": now,
    }


def _payment(tender: Tender, payment_id: int, expense: Row, place: Place, actor: Actor, now: datetime) -> Row:
    return {
        "id": payment_id,
        "business_id": actor.business_id,
        "expense_id": expense["id"],
        "contact_id": expense["contact_id"],
        "account_id": account_of(tender, place.methods),
        "method": tender.method,
        "amount": fine(tender.amount),
        "is_return": expense["is_refund"],
        "paid_at": tender.paid_at or now,
        "number": next_code("payment", actor=actor, now=now, location_id=place.id),
        "note": tender.note,
        "created_by_id": actor.user_id or None,
        "created_at": now,
        "updated_at": now,
    }
