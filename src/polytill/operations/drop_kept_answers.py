from __future__ import annotations

from datetime import datetime, timedelta

from polytill.domain.outbox.idempotency import drop_before
from polytill.domain.storage.durable import durable

# A client that repeats a call does so within hours; a till that was offline longer has its sales' own UUIDs.
KEPT_FOR = timedelta(days=7)


def drop_kept_answers(*, now: datetime) -> int:
    """Forgets answers kept for an Idempotency-Key that no client will ask for again; how many."""
    return durable(lambda: drop_before(moment=now - KEPT_FOR))
