from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Case, F, Sum, When

from polytill.domain.parties.selectors import Buyer, buyers_beside
from polytill.domain.registers.models import CashMovement, Shift
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
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
