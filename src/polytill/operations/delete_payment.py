from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.payments.of_sale import void_payments
from polytill.domain.payments.selectors import DELETES
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.money_moves import move_money
from polytill.operations.steps.payment_parent import lock_with_parent, settle_parent

GATE = Gate(permissions=tuple(right for rights in DELETES.values() for right in rights), demo_refused=True)


@dataclass(frozen=True, slots=True)
class DeletedPayment:
    """payment_status is the document's afterwards."""

    id: int
    parent_id: int
    payment_status: str | None


def delete_payment(*, payment_id: int, actor: Actor, now: datetime) -> DeletedPayment:
    """A payment of a document. Its row stays, voided; accounts and balances get their money back by entries."""
    GATE.admit(actor, now)

    def work() -> DeletedPayment:
        payment, parent = lock_with_parent(payment_id, DELETES, actor=actor, now=now)
        void_payments(ids=[payment_id], actor=actor, now=now)
        document = {"id": parent.id, "type": parent.type}
        move_money([payment], document, undo=True, reason="payment_undone", actor=actor, now=now)
        status = settle_parent(parent, actor=actor, now=now)
        payload = {
            parent.kind: parent.id,
            "number": payment["number"],
            "method": payment["method"],
            "amount": payment["amount"],
        }
        record(facts=[NewFact("payment.voided", "payment", payment_id, payload)], actor=actor, now=now)
        return DeletedPayment(payment_id, parent.id, status)

    return durable(work)
