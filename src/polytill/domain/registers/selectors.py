from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, Sum, When

from polytill.domain.parties.selectors import Buyer, buyers_beside
from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.storage.listing import Listing, listing
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found, rule
from polytill.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class OpenShift:
    """location_id None where it was opened without one."""

    id: int
    user_id: int
    location_id: int | None
    opened_at: datetime


def open_shift_id(actor: Actor, user_id: int | None = None) -> int | None:
    """The user's open shift (the actor's own where none is named), of this business."""
    found = Shift.objects.visible_to(actor).filter(user_id=user_id or actor.user_id, status="open")
    return found.values_list("id", flat=True).first()


def at_the_till(contact_ids: Collection[int], actor: Actor) -> tuple[dict[int, Buyer], int | None]:
    """The buyers and the actor's open shift, in one statement."""
    # A close waits for the sales that have begun, and a sale that comes behind it finds no open shift.
    lock = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    question = (
        f"(SELECT s.id FROM {Shift._meta.db_table} s WHERE s.user_id = %s AND s.status = 'open' "
        f"AND s.business_id = %s{lock})"
    )
    return buyers_beside(question, (actor.user_id, actor.business_id), contact_ids, actor)


def lock_open_shift(user_id: int, actor: Actor) -> OpenShift:
    """The user's open shift, locked to the commit: nothing else goes into its drawer meanwhile."""
    rows = Shift.objects.visible_to(actor).filter(user_id=user_id, status="open").select_for_update()
    found = rows.values_list("id", "user_id", "location_id", "opened_at").first()
    if found is None:
        raise rule("register.not_open", "There is no open cash register.")
    return OpenShift(*found)


def cash_in_drawer(shift_id: int, actor: Actor) -> Decimal:
    """What the drawer should hold: all cash that went in, less what went out."""
    rows = CashMovement.objects.visible_to(actor).filter(shift_id=shift_id, method="cash")
    signed = Case(When(type="credit", then=F("amount")), default=-F("amount"))
    total: Decimal | None = rows.aggregate(sum=Sum(signed))["sum"]
    return ZERO if total is None else total


@dataclass(frozen=True, slots=True)
class ShiftRecord:
    """The counts are None until it is closed."""

    id: int
    user_id: int
    user_name: str
    user_email: str
    location_id: int | None
    location_name: str | None
    status: str
    number: str
    opened_at: datetime
    closed_at: datetime | None
    closing_amount: Decimal | None
    total_card_slips: int | None
    total_cheques: int | None
    closing_note: str
    denominations: Any


@dataclass(frozen=True, slots=True)
class ShiftQuestion:
    """since is inside, until is outside: when it was opened."""

    location_id: int | None = None
    user_id: int | None = None
    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def shifts(question: ShiftQuestion, actor: Actor) -> Listing[ShiftRecord]:
    """The newest first."""
    asked = {
        "location_id": question.location_id,
        "user_id": question.user_id,
        "status": question.status,
        "opened_at__gte": question.since,
        "opened_at__lt": question.until,
    }
    rows = _visible(actor).filter(**{name: value for name, value in asked.items() if value is not None})
    return listing(rows.order_by("-opened_at", "-id"), lambda found: [_record(row) for row in found])


def shift(shift_id: int, actor: Actor) -> ShiftRecord:
    found = _visible(actor).filter(pk=shift_id).first()
    if found is None:
        raise not_found("register", id=shift_id)
    return _record(found)


def _visible(actor: Actor) -> Any:
    """Of the actor's locations; one that was opened without a location is seen by all."""
    rows = Shift.objects.visible_to(actor).select_related("user", "location")
    if actor.locations is None:
        return rows
    return rows.filter(Q(location_id__in=sorted(actor.locations)) | Q(location_id__isnull=True))


def _record(row: Any) -> ShiftRecord:
    is_closed = row.status == "close"
    return ShiftRecord(
        id=row.pk,
        user_id=row.user_id,
        user_name=row.user.full_name,
        user_email=row.user.email,
        location_id=row.location_id,
        location_name=row.location.name if row.location else None,
        status=row.status,
        number=row.number,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closing_amount=row.closing_amount if is_closed else None,
        total_card_slips=row.total_card_slips if is_closed else None,
        total_cheques=row.total_cheques if is_closed else None,
        closing_note=row.closing_note,
        denominations=row.denominations,
    )


@dataclass(frozen=True, slots=True)
class Movement:
    """amount is never negative: type tells the direction."""

    id: int
    shift_id: int
    amount: Decimal
    method: str
    type: str
    kind: str
    source_id: int | None
    created_at: datetime
    updated_at: datetime


def movements(shift_id: int, actor: Actor) -> Listing[Movement]:
    """The lines of a shift, in their order."""
    rows = CashMovement.objects.visible_to(actor).filter(shift_id=shift_id).order_by("id")
    names = ("id", "shift_id", "amount", "method", "type", "kind", "source_id", "created_at", "updated_at")
    return listing(rows.values_list(*names), lambda found: [Movement(*row) for row in found])
