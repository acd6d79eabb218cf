from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from polytill.domain.business.selectors import shop
from polytill.domain.outbox.services import NewFact
from polytill.domain.parties.selectors import Buyer, buyers
from polytill.domain.payments.of_sale import payments_of
from polytill.domain.registers.selectors import lock_open_shift
from polytill.domain.sales.rewriting import note_fulfilled, rewrite_sale
from polytill.domain.sales.selectors import drafts_of, missing_orders, visible_id
from polytill.domain.sales.selectors.documents import document_lines, lock_document
from polytill.domain.sales.states import State, need_transition
from polytill.domain.storage.durable import durable
from polytill.domain.storage.sql import Row
from polytill.domain.stored_value.services import change_wallets
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.operations.steps import books
from polytill.operations.steps.cart import CheckedOut, Checkout
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.journal import journal, take, today
from polytill.operations.steps.numbering import series_for
from polytill.operations.steps.orders import match_orders
from polytill.operations.steps.settle import check_debt, status_of
from polytill.operations.steps.stored_goods import take_stored_goods
from polytill.operations.steps.wallets import changes_of, points_earned

GATE = Gate(
    permissions=("sell.create", "direct_sell.access"),
    modules=("add_sale",),
    demo_refused=True,
    subscription=True,
    invoice_quota=True,
)


def convert_quotation(*, quotation_id: int, actor: Actor, now: datetime) -> CheckedOut:
    """The quotation becomes a final sale of today, at the prices that were quoted, under a number of its own."""
    GATE.admit(actor, now)

    def work() -> CheckedOut:
        within = drafts_of(actor, ("quotation",))
        sale = lock_document(visible_id(quotation_id, within, actor), actor)
        need_transition(sale, State.FINAL)
        shift_id = None if sale["is_direct"] else lock_open_shift(actor.user_id, actor).id
        lines, payments = document_lines(quotation_id, actor), payments_of(quotation_id, actor)
        # Whoever may convert it may convert it for its customer, also where he is limited to some.
        buyer = buyers([sale["contact_id"]], replace(actor, contacts_limited=False)).get(sale["contact_id"])
        if buyer is None:
            raise rule("sale.customer_gone", "The customer of this quotation has been deleted.")
        check_debt(buyer, sale["total"] - sale["paid"], actor)
        if sale["order_ids"] and missing_orders(sale["order_ids"], actor):
            raise rule("sale.order_gone", "A sales order of this quotation has been deleted.")
        take_stored_goods(sale, lines, actor=actor, now=now)
        return _finish(sale, lines, payments, buyer, shift_id, actor, now)

    return durable(work)


def _finish(
    sale: Row,
    lines: list[Row],
    payments: Sequence[Row],
    buyer: Buyer,
    shift_id: int | None,
    actor: Actor,
    now: datetime,
) -> CheckedOut:
    series = series_for("sale", sale["location_id"], actor)
    taken = take({series: 1}, actor=actor, now=now)
    fields = _fields(sale, buyer, shift_id, actor, now)
    fields |= {"number": taken.numbers[series][0], "series_id": series.id}
    sale = {**sale, **fields}
    if sale["order_ids"]:
        match_orders([(sale["order_ids"], lines)], actor=actor, now=now)
        note_fulfilled(lines=[row for row in lines if row["order_line_id"] is not None], actor=actor)
    rewrite_sale(sale_id=sale["id"], fields=fields, actor=actor, now=now)
    change_wallets(changes=changes_of(sale, ()), actor=actor, now=now)
    payload = books.sale_payload(sale, lines, payments)
    fact = NewFact("sale.finalized", "sale", sale["id"], payload, chain_id=series.id)
    journal([fact], taken.heads, actor=actor, now=now)
    return books.checked_out(sale)


def _fields(sale: Row, buyer: Buyer, shift_id: int | None, actor: Actor, now: datetime) -> dict[str, Any]:
    as_final = Checkout(location_id=sale["location_id"], lines=(), at=now, points_redeemed=sale["points_redeemed"])
    return {
        "status": "final",
        "sub_status": None,
        "at": now,
        "shift_id": shift_id,
        "payment_status": status_of(sale["total"], sale["paid"]),
        "due_on": books.due_on(today(actor, now), buyer.pay_term_number, buyer.pay_term_type),
        "pay_term_number": buyer.pay_term_number,
        "pay_term_type": buyer.pay_term_type,
        "points_earned": points_earned(as_final, buyer, sale["total"], shop(actor.business_id).settings),
    }
