"""The frame of a small write: admitted, entered and told in one durable transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor


def written(
    enter: Callable[[], int], *, fact: str, subject: str, payload: Mapping[str, Any], actor: Actor, now: datetime
) -> int:
    """Runs `enter`, which answers the new row's id, and records that it happened."""

    def work() -> int:
        row_id = enter()
        record(facts=[NewFact(fact, subject, row_id, payload)], actor=actor, now=now)
        return row_id

    row_id = durable(work)
    forget()
    return row_id
