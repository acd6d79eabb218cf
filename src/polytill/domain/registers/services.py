from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.storage.sql import Row, insert_rows
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule


def enter_movements(*, rows: Sequence[Row]) -> None:
    insert_rows(CashMovement, rows)


def enter_shift(*, location_id: int, actor: Actor, now: datetime) -> int:
    """A user has one open shift at most: the database says so, whoever races for it."""
    try:
        with transaction.atomic():
            shift = Shift.objects.create(
                business_id=actor.business_id,
                location_id=location_id,
                user_id=actor.user_id,
                opened_at=now,
                created_at=now,
                updated_at=now,
            )
    except IntegrityError as error:
        raise rule("register.already_open", "You already have an open cash register.") from error
    return int(shift.pk)


def move_cash(
    *, shift_id: int, amount: Decimal, type: str, kind: str, actor: Actor, now: datetime, note: str = ""
) -> int:
    """One line of cash; returns its id."""
    row = CashMovement.objects.create(
        business_id=actor.business_id,
        shift_id=shift_id,
        amount=amount,
        method="cash",
        type=type,
        kind=kind,
        note=note,
        created_at=now,
        updated_at=now,
    )
    return int(row.pk)


def close_shift(*, shift_id: int, count: dict[str, Any], number: str, actor: Actor, now: datetime) -> None:
    """count: expected_cash, closing_amount, total_card_slips, total_cheques, closing_note, denominations."""
    rows = Shift.objects.visible_to(actor).filter(pk=shift_id, status="open")
    rows.update(
        status="close", number=number, closed_at=now, closed_by_id=actor.user_id or None, updated_at=now, **count
    )
