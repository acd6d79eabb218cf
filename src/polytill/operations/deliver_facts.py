from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from polytill.domain.outbox.delivery import Delivered, Subscriber, deliver
from polytill.domain.storage.durable import durable

__all__ = ["Delivered", "Subscriber", "deliver_facts"]


def deliver_facts(subscribers: Sequence[Subscriber], *, now: datetime, most: int = 200) -> int:
    """Hands on what waits; returns how many. A subscriber that fails stops the batch, which is tried again later."""
    return durable(lambda: deliver(subscribers=subscribers, most=most, now=now))
