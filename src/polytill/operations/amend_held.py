from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.sales.rewriting import rewrite_sale
from polytill.domain.sales.selectors.documents import lock_document, need_held
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.operations.steps import books
from polytill.operations.steps.cart import CheckedOut, Checkout
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.held import amend, command_for
from polytill.operations.steps.journal import today

GATE = Gate(
    permissions=("sell.update", "direct_sell.access", "so.update", "edit_pos_payment"),
    modules=("pos_sale",),
    demo_refused=True,
)


def amend_held(*, sale_id: int, changed: Checkout, actor: Actor, now: datetime) -> CheckedOut:
    """A held sale goes back on hold with other lines."""
    GATE.admit(actor, now)

    def work() -> CheckedOut:
        sale = lock_document(sale_id, actor)
        need_held(sale, today(actor, now), actor)
        command = replace(command_for(sale, changed), is_suspended=True)
        amended = amend(sale, command, actor=actor, now=now)
        rewrite_sale(sale_id=sale_id, fields=amended.fields, actor=actor, now=now)
        payload = {"number": sale["number"], "total": amended.sale["total"], "version": sale["version"] + 1}
        record(facts=[NewFact("sale.held", "sale", sale_id, payload)], actor=actor, now=now)
        return books.checked_out(amended.sale)

    return durable(work)
