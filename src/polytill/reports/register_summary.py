"""What went through a drawer from its float to its count, added up from the movements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from polytill.domain.payments.models import Method
from polytill.domain.registers.models import CashMovement, Shift
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found, rule
from polytill.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class MethodSum:
    key: str
    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RegisterSummary:
    """expected_cash: opening + cash sales + cash in - cash out - refunds and expenses in cash.

    counted None while the register is open.
    """

    shift_id: int
    number: str
    is_open: bool
    location_id: int
    location: str
    user: str
    opened_at: datetime
    closed_at: datetime | None
    opening: Decimal
    sales: tuple[MethodSum, ...]
    refunds: tuple[MethodSum, ...]
    cash_in: Decimal
    cash_out: Decimal
    expenses: Decimal
    expected_cash: Decimal
    counted: Decimal | None
    note: str


def open_register_summary(*, actor: Actor) -> RegisterSummary:
    shift = _shifts(actor).filter(user_id=actor.user_id, status="open").first()
    if shift is None:
        raise rule("register.not_open", "Open a cash register first.")
    return _summary(shift, actor)


def register_summary(*, actor: Actor, shift_id: int) -> RegisterSummary:
    """Of any shift of his own; of another's with the right to see registers."""
    shift = _shifts(actor).filter(pk=shift_id).first()
    if shift is None or not (shift.user_id == actor.user_id or actor.may("view_cash_register")):
        raise not_found("register")
    if shift.location_id is not None and not actor.may_use_location(shift.location_id):
        raise not_found("register")
    return _summary(shift, actor)


def _shifts(actor: Actor) -> Any:
    return Shift.objects.visible_to(actor).select_related("location", "user")


def _summary(shift: Any, actor: Actor) -> RegisterSummary:
    labels = dict(Method.objects.visible_to(actor).values_list("key", "label"))
    rows = CashMovement.objects.visible_to(actor).filter(shift_id=shift.pk)
    grouped = list(rows.values_list("kind", "method", "type").annotate(sum=Sum("amount")).order_by("method"))

    def of(kind: str, method: str | None = None) -> Decimal:
        return sum((_signed(t, s) for k, m, t, s in grouped if k == kind and method in (None, m)), ZERO)

    def by_method(kind: str) -> tuple[MethodSum, ...]:
        methods = dict.fromkeys(m for k, m, _, _ in grouped if k == kind)
        return tuple(MethodSum(m, labels.get(m, m), of(kind, m)) for m in methods)

    return RegisterSummary(
        shift_id=shift.pk,
        number=shift.number,
        is_open=shift.status == "open",
        location_id=shift.location_id,
        location=shift.location.name if shift.location else "",
        user=shift.user.full_name,
        opened_at=shift.opened_at,
        closed_at=shift.closed_at,
        opening=of("initial"),
        sales=by_method("sell"),
        refunds=by_method("refund"),
        cash_in=of("cash_in"),
        cash_out=-of("cash_out"),
        expenses=-of("expense"),
        expected_cash=sum((_signed(t, s) for _, m, t, s in grouped if m == "cash"), ZERO),
        counted=None if shift.status == "open" else shift.closing_amount,
        note=shift.closing_note,
    )


def _signed(direction: str, amount: Decimal) -> Decimal:
    """Into the drawer positive, out of it negative."""
    return amount if direction == "credit" else -amount
