from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.business.selectors import Place, place_for
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.payments.documents import Upload, drop, keep
from polytill.domain.payments.of_sale import change_payment
from polytill.domain.payments.selectors import CHANGES, Parent
from polytill.domain.storage.durable import durable
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.kernel.money import fine
from polytill.operations.steps.cart import Tender
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.money_moves import move_money
from polytill.operations.steps.payment_parent import lock_with_parent, settle_parent
from polytill.operations.steps.settle import check_kind

GATE = Gate(permissions=tuple(right for rights in CHANGES.values() for right in rights), demo_refused=True)


@dataclass(frozen=True, slots=True)
class PaymentChange:
    """paid_at None is now. account_id, note, transaction_no, denominations and instrument are changed where `sent`
    names them; of the instrument only what is given."""

    amount: Decimal
    method: str
    paid_at: datetime | None = None
    account_id: int | None = None
    note: str = ""
    transaction_no: str | None = None
    instrument: Mapping[str, str | None] = field(default_factory=dict)
    denominations: Any = None
    document: Upload | None = None
    sent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ChangedPayment:
    id: int
    parent_id: int
    number: str
    payment_status: str | None
    amount: Decimal
    method: str
    paid_at: datetime
    document: Mapping[str, str] | None


def update_payment(*, payment_id: int, change: PaymentChange, actor: Actor, now: datetime) -> ChangedPayment:
    """A payment of a document keeps its id and number. What it had done is undone by entries and done anew."""
    GATE.admit(actor, now)
    written: list[dict[str, str]] = []

    def work() -> tuple[ChangedPayment, Any]:
        payment, parent = lock_with_parent(payment_id, CHANGES, actor=actor, now=now)
        fields = _fields(payment, parent, change, actor, now)
        if change.document is not None:
            if not written:  # a transaction that runs again has its file already
                written.append(keep(change.document, actor))
            fields["document"] = written[0]
        changed = {**payment, **fields}
        _rebook(payment, changed, parent, actor, now)
        status = settle_parent(parent, actor=actor, now=now)
        _note(payment, changed, parent, actor, now)
        return _changed(changed, parent, status), payment["document"] if written else None

    try:
        answer, replaced = durable(work)
    except BaseException:
        for document in written:
            drop(document)
        raise
    drop(replaced)
    return answer


def _fields(payment: Row, parent: Parent, change: PaymentChange, actor: Actor, now: datetime) -> Row:
    place = place_for(actor, parent.location_id)
    if payment["method"] == "advance":
        raise rule("payment.is_advance", "A payment from the advance balance cannot be changed. Delete it instead.")
    if change.method == "advance":
        raise invalid({"method": ["A payment cannot be changed to one from the advance balance."]})
    check_kind(Tender(change.amount, change.method), place)
    fields: Row = {"amount": fine(change.amount), "method": change.method, "paid_at": change.paid_at or now}
    fields["account_id"] = _account(payment, change, place)
    fields["instrument"] = {**(payment["instrument"] or {}), **change.instrument} or None
    for name in ("note", "denominations"):
        if name in change.sent:
            fields[name] = getattr(change, name)
    if "transaction_no" in change.sent or change.method != payment["method"]:
        fields["transaction_no"] = change.transaction_no
    return fields


def _account(payment: Row, change: PaymentChange, place: Place) -> int | None:
    """Another way to pay goes to that way's account where none is named."""
    if change.account_id is not None:
        return change.account_id
    kept: int | None = payment["account_id"]
    return kept if change.method == payment["method"] else place.methods.get(change.method)


def _rebook(payment: Row, changed: Row, parent: Parent, actor: Actor, now: datetime) -> None:
    document = {"id": parent.id, "type": parent.type}
    touched = ("amount", "method", "account_id")
    if any(payment[name] != changed[name] for name in touched):
        move_money([payment], document, undo=True, reason="payment_undone", actor=actor, now=now)
        move_money([changed], document, reason=parent.kind, actor=actor, now=now)
    columns = ("amount", "method", "paid_at", "account_id", "instrument", "note", "denominations", "transaction_no")
    fields = {name: changed[name] for name in (*columns, "document")}
    change_payment(payment_id=payment["id"], fields=fields, actor=actor, now=now)


def _note(payment: Row, changed: Row, parent: Parent, actor: Actor, now: datetime) -> None:
    payload = {
        parent.kind: parent.id,
        "number": payment["number"],
        "before": [payment["method"], payment["amount"]],
        "after": [changed["method"], changed["amount"]],
    }
    record(facts=[NewFact("payment.changed", "payment", payment["id"], payload)], actor=actor, now=now)


def _changed(row: Row, parent: Parent, status: str | None) -> ChangedPayment:
    return ChangedPayment(
        row["id"], parent.id, row["number"], status, row["amount"], row["method"], row["paid_at"], row["document"]
    )
