from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from polytill.domain.identity.services.sign_in import forget_windows
from polytill.domain.outbox.delivery import forget_answers
from polytill.domain.storage.durable import durable

ANSWERS_ARE_KEPT = timedelta(days=30)


def keep_house(*, now: datetime) -> int:
    """What is done in quiet moments: old answers and sign-in counts go; SQLite's log is folded back into its file."""
    dropped = durable(lambda: forget_answers(older_than=ANSWERS_ARE_KEPT, now=now))
    durable(lambda: forget_windows(now=now))
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return dropped
