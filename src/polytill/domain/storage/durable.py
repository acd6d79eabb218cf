"""A durable transaction that runs again when the engine asks for it.

What runs inside must be repeatable: it writes to the database only, and takes the clock and the actor as arguments.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from django.db import DatabaseError, connection, transaction

from polytill.domain.storage import wire, writer
from polytill.kernel.errors import Category, DomainError

T = TypeVar("T")
ATTEMPTS = 6
# serialization_failure, deadlock_detected; CockroachDB and YugabyteDB send the first for every contended write.
RETRY_STATES = frozenset({"40001", "40P01"})


def asks_for_retry(error: DatabaseError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    if state is not None:
        return state in RETRY_STATES
    return "database is locked" in str(error) or "database table is locked" in str(error)


def durable(work: Callable[[], T], *, pipelined: bool = False) -> T:
    """Runs `work` in one transaction, committed when this returns.

    Called inside a transaction it joins it behind a savepoint, so that a refusal takes back its own writes only.
    pipelined: see `wire.together`; for work whose writes are all prebuilt statements.
    """
    together = wire.together if pipelined else nullcontext
    if connection.in_atomic_block:
        # A failed write must be known before the savepoint is rolled back.
        with transaction.atomic(), together():
            return work()
    if (lane := writer.lane()) is not None:
        return _in_lane(lane, work)
    for attempt in range(ATTEMPTS):
        try:
            with together(), transaction.atomic():
                return work()
        except DatabaseError as error:
            if not asks_for_retry(error):
                raise
            if attempt + 1 == ATTEMPTS:
                break
            time.sleep(random.uniform(0, 0.01 * 2**attempt))
    raise _busy()


def _in_lane(lane: writer.Lane, work: Callable[[], T]) -> T:
    """Another process (a worker, a restore) may hold the one lock for longer than the writer waits for it."""
    try:
        return lane.run(work)
    except DatabaseError as error:
        if asks_for_retry(error):
            raise _busy() from error
        raise


def _busy() -> DomainError:
    return DomainError("server.busy", Category.UNAVAILABLE, "The shop is busy. Please try again.")
