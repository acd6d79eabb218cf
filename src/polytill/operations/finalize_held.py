from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.business.selectors import place_for, shop
from polytill.domain.outbox.services import NewFact
from polytill.domain.parties.selectors import Buyer, buyers
from polytill.domain.payments.models import Payment
from polytill.domain.payments.of_sale import has_payments
from polytill.domain.payments.services import enter_payments, post_to_accounts
from polytill.domain.registers.selectors import lock_open_shift
from polytill.domain.registers.services import enter_movements
from polytill.domain.sales.rewriting import rewrite_sale
from polytill.domain.sales.selectors.documents import document_lines, lock_document, need_held
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.domain.stored_value.services import change_wallets
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.kernel.money import ZERO
from polytill.operations.steps import books
from polytill.operations.steps.cart import CheckedOut, Checkout, Tender
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.held import amend, command_for
from polytill.operations.steps.journal import journal, series_of, take, today
from polytill.operations.steps.numbering import series_for
from polytill.operations.steps.settle import check_tenders, paid_by, status_of, tenders_of
from polytill.operations.steps.wallets import changes_of, points_earned

GATE = Gate(
    permissions=("sell.update", "direct_sell.access", "so.update", "edit_pos_payment"),
    modules=("pos_sale",),
    demo_refused=True,
)


def finalize_held(
    *,
    sale_id: int,
    tenders: tuple[Tender, ...] = (),
    change_return: Decimal = ZERO,
    is_credit: bool = False,
    changed: Checkout | None = None,
    actor: Actor,
    now: datetime,
) -> CheckedOut:
    """Checks out a held sale: paid for, or on credit. Its id and number stay.

    changed: the sale as it is now, where lines, customer or discounts are others; its tenders and credit then count.
    A repeat under the client_uuid of `changed` answers as the first one did.
    """
    GATE.admit(actor, now)

    def work() -> CheckedOut:
        sale = lock_document(sale_id, actor)
        if changed is not None and changed.client_uuid and _settled_uuid(sale) == str(changed.client_uuid):
            return replace(books.checked_out(sale), replayed=True)
        need_held(sale, today(actor, now), actor)
        plain = Checkout(
            location_id=sale["location_id"],
            lines=(),
            at=sale["at"],
            tenders=tenders,
            change_return=change_return,
            is_credit=is_credit,
        )
        command = replace(command_for(sale, changed or plain), is_suspended=False)
        return _settle(sale, command, changed is not None, actor, now)

    return durable(work)


def _settled_uuid(sale: Row) -> str | None:
    return None if sale["is_suspended"] else sale["details"].get("settled_uuid")


def _settle(sale: Row, command: Checkout, is_changed: bool, actor: Actor, now: datetime) -> CheckedOut:
    shift_id = sale["shift_id"] if command.is_credit else lock_open_shift(actor.user_id, actor).id
    if has_payments(sale["id"], actor):
        raise rule("sale.already_paid", "This sale already has payments.")
    fields: dict[str, Any] = {}
    lines = None
    if is_changed:
        amended = amend(sale, command, actor=actor, now=now)
        sale, fields, lines = amended.sale, amended.fields, amended.lines
    # Whoever may settle the sale may settle it for its customer, also where he is limited to some.
    buyer = buyers([sale["contact_id"]], replace(actor, contacts_limited=False))[sale["contact_id"]]
    due = tenders_of(command)
    _check_payments(sale, command, due, buyer, actor)
    fields |= _settled(sale, command, due, buyer, shift_id, actor)
    sale = {**sale, **fields}
    _write(sale, fields, lines or document_lines(sale["id"], actor), due, actor, now)
    return books.checked_out(sale)


def _check_payments(sale: Row, command: Checkout, tenders: Sequence[Tender], buyer: Buyer, actor: Actor) -> None:
    if not command.is_credit and not tenders and sale["total"] > 0:
        raise invalid({"payments": ["The payments field is required."]})
    check_tenders(tenders, place_for(actor, sale["location_id"]), buyer, actor)


def _settled(
    sale: Row, command: Checkout, tenders: Sequence[Tender], buyer: Buyer, shift_id: int | None, actor: Actor
) -> dict[str, Any]:
    paid, settings = paid_by(tenders), shop(actor.business_id).settings
    return {
        "is_suspended": False,
        "is_credit": command.is_credit,
        "paid": paid,
        "payment_status": status_of(sale["total"], paid),
        "points_earned": points_earned(command, buyer, sale["total"], settings),
        "shift_id": shift_id,
        "details": {**sale["details"], "settled_uuid": str(command.client_uuid)}
        if command.client_uuid
        else sale["details"],
    }


def _write(
    sale: Row, fields: dict[str, Any], lines: list[Row], tenders: Sequence[Tender], actor: Actor, now: datetime
) -> None:
    place = place_for(actor, sale["location_id"])
    own, payer = series_of(sale, actor), series_for("payment", place.id, actor)
    taken = take({own: 0, payer: len(tenders)} if tenders else {own: 0}, actor=actor, now=now)
    payments = books.payment_rows(
        tenders,
        take_ids({Payment: len(tenders)}).get(Payment, []),
        taken.numbers.get(payer, []),
        sale_id=sale["id"],
        contact_id=sale["contact_id"],
        default_accounts=place.methods,
        actor=actor,
        now=now,
    )
    rewrite_sale(sale_id=sale["id"], fields=fields, actor=actor, now=now)
    enter_payments(rows=payments)
    enter_movements(rows=list(books.movement_rows(payments, sale["shift_id"], "sell", now=now)))
    post_to_accounts(postings=books.postings(payments), actor=actor, now=now)
    change_wallets(changes=changes_of(sale, tenders), actor=actor, now=now)
    fact = NewFact("sale.finalized", "sale", sale["id"], books.sale_payload(sale, lines, payments), chain_id=own.id)
    journal([fact], taken.heads, actor=actor, now=now)
