"""`polytill work`: a loop that hands on facts as they come and keeps house in between. Any number may run."""

from __future__ import annotations

import signal
import threading
from datetime import timedelta

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from polytill.kernel.time import Clock, system_clock
from polytill.operations.deliver_facts import Delivered, Subscriber, deliver_facts
from polytill.operations.keep_house import keep_house

PAUSE = 2.0  # seconds, when nothing waited
HOUSE_IS_KEPT_EVERY = timedelta(minutes=10)

log = structlog.get_logger("polytill.facts")


def write_to_log(fact: Delivered) -> None:
    """The shop's activity as log lines: what happened to what, by whom; not the documents themselves."""
    log.info(
        fact.kind,
        fact=fact.id,
        business=fact.business_id,
        subject=f"{fact.subject_type}:{fact.subject_id}",
        actor=fact.actor_id,
        door=fact.door,
    )


def subscribers() -> list[Subscriber]:
    """The log, and the dotted paths that the operator names in POLYTILL_SUBSCRIBERS."""
    return [write_to_log, *(import_string(path) for path in settings.POLYTILL_SUBSCRIBERS)]


def run(*, once: bool = False, clock: Clock = system_clock, stop: threading.Event | None = None) -> None:
    stop = stop or _stopped_by_signals()
    known = subscribers()
    kept_at = clock() - HOUSE_IS_KEPT_EVERY
    while not stop.is_set():
        delivered = _deliver(known, clock)
        if clock() - kept_at >= HOUSE_IS_KEPT_EVERY:
            keep_house(now=clock())
            kept_at = clock()
        if once and not delivered:
            return
        if not delivered:
            stop.wait(PAUSE)


def _deliver(known: list[Subscriber], clock: Clock) -> int:
    """A subscriber that fails must not end the worker: the facts stay and are tried again after a pause."""
    try:
        return deliver_facts(known, now=clock())
    except Exception:
        log.exception("delivery failed")
        return 0


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
