"""Exactly once: a creating call under an Idempotency-Key is carried out once, and a repeat gets the first answer.

The work and the keeping of its answer are one transaction, so neither is there without the other. A refusal rolls the
work back and is not kept: it wrote nothing, and the same call may be welcome later (stock came in, a limit was raised).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from polytill.domain.outbox.models import IdempotentRequest
from polytill.domain.storage.durable import durable
from polytill.domain.storage.sql import fetch
from polytill.kernel.actor import Actor
from polytill.kernel.errors import Category, DomainError, invalid

LONGEST_KEY = 191
_running: set[tuple[str, str]] = set()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """fingerprint: of all that the call asks for, 64 hex digits."""

    actor: Actor
    key: str
    fingerprint: str

    @property
    def scope(self) -> dict[str, object]:
        return {
            "business_id": self.actor.business_id,
            "user_id": self.actor.user_id,
            "door": self.actor.door,
            "key": self.key,
        }

    @property
    def lock(self) -> int:
        """64 signed bits."""
        words = f"{self.actor.business_id}\n{self.actor.user_id}\n{self.actor.door}\n{self.key}"
        return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big", signed=True)


def once(*, asked: Asked, now: datetime, work: Callable[[], Answer]) -> tuple[Answer, bool]:
    """The answer, and whether it is a kept one."""
    with _alone(asked):
        try:
            return durable(lambda: _replay_or_run(asked, now, work))
        except _KeptMeanwhileError:
            return durable(lambda: _replay_or_run(asked, now, work))


class _KeptMeanwhileError(Exception):
    """Another process kept its answer while this one worked; this one's work is rolled back."""


def _replay_or_run(asked: Asked, now: datetime, work: Callable[[], Answer]) -> tuple[Answer, bool]:
    if connection.vendor == "postgresql" and not fetch("SELECT pg_try_advisory_xact_lock(%s)", [asked.lock])[0][0]:
        raise _still_running()
    kept = IdempotentRequest.objects.filter(**asked.scope).first()
    if kept is not None:
        if kept.fingerprint != asked.fingerprint:
            raise invalid({"Idempotency-Key": ["This Idempotency-Key was used for another request."]})
        return Answer(kept.status or 200, kept.content_type, bytes(kept.body or b"")), True
    answer = work()
    if answer.status < 400:
        _keep(asked, now, answer)
    return answer, False


def _keep(asked: Asked, now: datetime, answer: Answer) -> None:
    try:
        with transaction.atomic():
            IdempotentRequest.objects.create(
                **asked.scope,
                fingerprint=asked.fingerprint,
                status=answer.status,
                content_type=answer.content_type,
                body=answer.body,
                created_at=now,
            )
    except IntegrityError:
        raise _KeptMeanwhileError from None


def drop_before(*, moment: datetime) -> int:
    return IdempotentRequest.objects.filter(created_at__lt=moment).delete()[0]


@contextmanager
def _alone(asked: Asked) -> Iterator[None]:
    """Within this process at once; PostgreSQL's advisory lock says it between processes."""
    name = (str(connection.settings_dict["NAME"]), str(asked.scope))
    with _lock:
        if name in _running:
            raise _still_running()
        _running.add(name)
    try:
        yield
    finally:
        with _lock:
            _running.discard(name)


def _still_running() -> DomainError:
    return DomainError(
        "idempotency.running", Category.CONFLICT, "The first request with this Idempotency-Key is still running."
    )
