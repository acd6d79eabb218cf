"""A payment's document: found as its reader sees it, locked, and settled anew when its payments change."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.ledger.settling import lock_expense, settle_expense
from polytill.domain.payments.models import Payment
from polytill.domain.payments.of_sale import paid_for
from polytill.domain.payments.selectors import Parent, lock_payment, visible_parent
from polytill.domain.purchasing.settling import lock_purchase, settle_purchase
from polytill.domain.sales.rewriting import rewrite_sale
from polytill.domain.sales.selectors.documents import lock_document
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found, rule
from polytill.operations.steps.journal import today
from polytill.operations.steps.settle import status_of

KEYS = {"sale": "sale_id", "purchase": "purchase_id", "expense": "expense_id"}


def lock_with_parent(
    payment_id: int, rights: dict[str, tuple[str, ...]], *, actor: Actor, now: datetime
) -> tuple[Row, Parent]:
    """The document's row is locked before the payment's, as whoever records a payment does."""
    found = Payment.objects.visible_to(actor).filter(pk=payment_id, voided_at__isnull=True)
    row = found.values(*KEYS.values()).first()
    if row is None:
        raise not_found("payment")
    kind = next((kind for kind, key in KEYS.items() if row[key] is not None), None)
    if kind is None:
        raise rule("payment.standalone", "This payment belongs to no invoice and cannot be changed here.")
    actor.need(*rights[kind])
    parent = visible_parent(row, actor, today(actor, now))
    if parent is None:
        raise not_found("payment")
    _lock(parent, actor)
    return lock_payment(payment_id, actor), parent


def _lock(parent: Parent, actor: Actor) -> None:
    if parent.kind == "sale":
        lock_document(parent.id, actor)
    elif parent.kind == "purchase":
        lock_purchase(purchase_id=parent.id, actor=actor)
    else:
        lock_expense(expense_id=parent.id, actor=actor)


def settle_parent(parent: Parent, *, actor: Actor, now: datetime) -> str | None:
    """Counts its payments again; returns its payment status. A draft has none."""
    paid = paid_for(parent.id, actor, KEYS[parent.kind])
    status = None if parent.payment_status is None else status_of(parent.total, paid)
    if parent.kind == "sale":
        fields = {"paid": paid, "payment_status": status}
        rewrite_sale(sale_id=parent.id, fields=fields, actor=actor, now=now)
    elif parent.kind == "purchase":
        settle_purchase(purchase_id=parent.id, paid=paid, status=status or "due", actor=actor, now=now)
    else:
        settle_expense(expense_id=parent.id, paid=paid, status=status or "due", actor=actor, now=now)
    return status
