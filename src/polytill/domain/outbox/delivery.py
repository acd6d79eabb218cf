"""Handing on what was recorded. Each fact is handed on at least once, after its transaction, in the order of its id
as far as transactions commit in it; a subscriber knows a repeat by the fact's id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from polytill.domain.outbox.models import Fact


@dataclass(frozen=True, slots=True)
class Delivered:
    """A fact as subscribers get it. payload is JSON text."""

    id: int
    business_id: int
    kind: str
    subject_type: str
    subject_id: int
    actor_id: int | None
    door: str
    at: datetime
    payload: str


Subscriber = Callable[[Delivered], None]


def deliver(*, subscribers: Sequence[Subscriber], most: int, now: datetime) -> int:
    """Hands on up to `most` facts; call it inside a transaction. Rows that another worker holds are left to it."""
    rows = list(
        Fact.objects.select_for_update(skip_locked=True).filter(delivered_at__isnull=True).order_by("id")[:most]
    )
    for row in rows:
        fact = Delivered(
            row.pk,
            row.business_id,
            row.kind,
            row.subject_type,
            row.subject_id,
            row.actor_id,
            row.door,
            row.at,
            row.payload,
        )
        for subscriber in subscribers:
            subscriber(fact)
    Fact.objects.filter(pk__in=[row.pk for row in rows]).update(delivered_at=now)
    return len(rows)
