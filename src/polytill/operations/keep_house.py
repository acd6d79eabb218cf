from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from polytill.domain.identity.services.sign_in import forget_windows
from polytill.domain.outbox.idempotency import drop_before
from polytill.domain.storage.durable import durable

# A client that repeats a call does so within hours; a till that was offline longer has its sales' own UUIDs.
ANSWERS_ARE_KEPT = timedelta(days=7)


def keep_house(*, now: datetime) -> int:
    """What is done in quiet moments: kept answers and sign-in counts past their time go, and SQLite's log is folded
    back into its file. Returns how many answers went."""
    dropped = durable(lambda: drop_before(moment=now - ANSWERS_ARE_KEPT))
    durable(lambda: forget_windows(now=now))
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return dropped
