"""One payment as its reader sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from polytill.domain.parties.models import Contact
from polytill.domain.payments.models import Method, Payment
from polytill.domain.payments.selectors.parents import Parent, need_contact, seen_expense, seen_purchase, seen_sale
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found


@dataclass(frozen=True, slots=True)
class PaymentNode:
    id: int
    amount: Decimal
    method: str
    method_label: str
    number: str
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """Of a document (parent) or of a contact by himself. instrument: card and cheque details as stored."""

    node: PaymentNode
    is_return: bool
    contact_id: int | None
    transaction_no: str | None
    note: str | None
    account_id: int | None
    instrument: Mapping[str, Any]
    document: Mapping[str, str] | None
    split_of: PaymentNode | None
    parts: tuple[PaymentNode, ...]
    parent: Parent | None
    contact: Contact | None


def payment_record(payment_id: int, actor: Actor, today: date) -> PaymentRecord:
    """404 where it is not seen, 403 where the actor may see nothing of the kind."""
    row: Any = _standing(actor).filter(pk=payment_id).select_related("parent", "contact").first()
    if row is None:
        raise not_found("payment")
    parent = visible_parent(_as_row(row), actor, today)
    if parent is None and row.contact is None:
        raise not_found("payment")
    if parent is None:
        need_contact(row.contact, actor)
    labels = _labels(actor)
    has_split = row.parent is not None and row.parent.voided_at is None
    return PaymentRecord(
        node=_node(row, labels),
        is_return=row.is_return,
        contact_id=row.contact_id,
        transaction_no=row.transaction_no,
        note=row.note or None,
        account_id=row.account_id,
        instrument=row.instrument or {},
        document=row.document,
        split_of=_node(row.parent, labels) if has_split else None,
        parts=tuple(_node(part, labels) for part in _standing(actor).filter(parent_id=row.pk).order_by("id")),
        parent=parent,
        contact=None if parent is not None else row.contact,
    )


def visible_parent(payment: Row, actor: Actor, today: date) -> Parent | None:
    """The document that the payment belongs to; None for one of a contact alone."""
    if payment["sale_id"] is not None:
        return seen_sale(payment["sale_id"], actor, today)
    if payment["purchase_id"] is not None:
        return seen_purchase(payment["purchase_id"], actor)
    return None if payment["expense_id"] is None else seen_expense(payment["expense_id"], actor)


def lock_payment(payment_id: int, actor: Actor) -> Row:
    """Its row, locked to the commit; lock the document first."""
    rows = _standing(actor).filter(pk=payment_id).select_for_update()
    found: Row | None = rows.values(*(field.attname for field in Payment._meta.concrete_fields)).first()
    if found is None:
        raise not_found("payment")
    return found


def _standing(actor: Actor) -> Any:
    return Payment.objects.visible_to(actor).filter(voided_at__isnull=True)


def _labels(actor: Actor) -> dict[str, str]:
    return dict(Method.objects.visible_to(actor).values_list("key", "label"))


def _as_row(row: Any) -> Row:
    return {name: getattr(row, name) for name in ("sale_id", "purchase_id", "expense_id")}


def _node(row: Any, labels: Mapping[str, str]) -> PaymentNode:
    return PaymentNode(row.pk, row.amount, row.method, labels.get(row.method, row.method), row.number, row.paid_at)
