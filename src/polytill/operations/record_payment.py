from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from polytill.domain.business.selectors import Place, place_for
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.parties.selectors import buyers
from polytill.domain.payments.models import Payment
from polytill.domain.payments.services import enter_payments
from polytill.domain.sales.rewriting import rewrite_sale
from polytill.domain.sales.selectors import Where, visible_id
from polytill.domain.sales.selectors.documents import lock_document
from polytill.domain.sales.states import State, state_of
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.kernel.money import EXACT, fine
from polytill.operations.steps import books
from polytill.operations.steps.cart import Tender
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.journal import take
from polytill.operations.steps.money_moves import move_money
from polytill.operations.steps.numbering import series_for
from polytill.operations.steps.settle import check_tender, status_of

GATE = Gate(permissions=("sell.payments",), demo_refused=True, subscription=True)


@dataclass(frozen=True, slots=True)
class Recorded:
    """payment_status is the sale's afterwards."""

    sale_id: int
    payment_id: int
    number: str
    payment_status: str
    amount: Decimal
    method: str
    paid_at: datetime


def record_payment(*, sale_id: int, tender: Tender, within: Where, actor: Actor, now: datetime) -> Recorded:
    """A payment of a final sale, or a refund of a return, outside the till: no drawer is touched.

    within: the sales or returns that the actor sees; another one is not found. More than is due may be paid.
    """
    GATE.admit(actor, now)

    def work() -> Recorded:
        sale = lock_document(visible_id(sale_id, within, actor), actor)
        place = place_for(actor, sale["location_id"])
        _check(sale, tender, place, actor)
        payer = series_for("payment", place.id, actor)
        number = take({payer: 1}, actor=actor, now=now).numbers[payer][0]
        payment = _enter(sale, tender, number, place, actor, now)
        move_money([payment], sale, actor=actor, now=now)
        return _settle(sale, payment, actor, now)

    return durable(work)


def _check(sale: Row, tender: Tender, place: Place, actor: Actor) -> None:
    if state_of(sale) is State.HELD:
        raise rule("sale.held", "A held sale takes no payment here. Finalize it first.")
    if sale["payment_status"] == "paid":
        raise rule("sale.already_paid", "This sale is already paid in full.")
    # The payment is the sale's customer's, also where the actor is limited to some.
    buyer = buyers([sale["contact_id"]], replace(actor, contacts_limited=False))[sale["contact_id"]]
    check_tender(tender, place, buyer, actor)


def _enter(sale: Row, tender: Tender, number: str, place: Place, actor: Actor, now: datetime) -> Row:
    rows = books.payment_rows(
        [tender],
        take_ids({Payment: 1})[Payment],
        [number],
        sale_id=sale["id"],
        contact_id=sale["contact_id"],
        default_accounts=place.methods,
        actor=actor,
        now=now,
    )
    enter_payments(rows=rows)
    return rows[0]


def _settle(sale: Row, payment: Row, actor: Actor, now: datetime) -> Recorded:
    paid = fine(EXACT.add(sale["paid"], payment["amount"]))
    status = status_of(sale["total"], paid)
    rewrite_sale(sale_id=sale["id"], fields={"paid": paid, "payment_status": status}, actor=actor, now=now)
    payload = {
        "sale": sale["id"],
        "number": payment["number"],
        "method": payment["method"],
        "amount": payment["amount"],
        "payment_status": status,
    }
    record(facts=[NewFact("payment.recorded", "payment", payment["id"], payload)], actor=actor, now=now)
    return Recorded(
        sale["id"], payment["id"], payment["number"], status, payment["amount"], payment["method"], payment["paid_at"]
    )
