"""The one writer of an SQLite shop: writes of all request threads go through one thread, which commits them in groups.

SQLite knows one writer at a time. Threads that race for its lock wait by polling and each pays its own disk flush;
one writer takes what has queued up meanwhile, runs each piece of work in a savepoint of its own, and flushes once for
the group. An answer goes out only after the commit that holds its work. `polytill serve` starts it; commands and
tests write directly.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from django.db import connection, transaction

T = TypeVar("T")
LARGEST_GROUP = 64
_lane: Lane | None = None


class Lane:
    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = queue.SimpleQueue()
        self.pid = os.getpid()
        self._thread = threading.Thread(target=self._loop, name="polytill-writer", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[], T]) -> T:
        future: Future[T] = Future()
        self._queue.put((work, future))
        return future.result()

    def _loop(self) -> None:
        while True:
            group = [self._queue.get()]
            while len(group) < LARGEST_GROUP and not self._queue.empty():
                group.append(self._queue.get())
            self._commit(group)

    def _commit(self, group: list[tuple[Callable[[], Any], Future[Any]]]) -> None:
        results: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with transaction.atomic():
                for work, future in group:
                    try:
                        with transaction.atomic(savepoint=len(group) > 1):
                            result = work()
                        results.append((future, result, None))
                    except Exception as error:
                        if len(group) == 1:
                            raise
                        results.append((future, None, error))
        except Exception as error:
            self._fail(group, error)
            return
        for future, result, refusal in results:
            future.set_exception(refusal) if refusal is not None else future.set_result(result)

    @staticmethod
    def _fail(group: list[tuple[Callable[[], Any], Future[Any]]], error: Exception) -> None:
        """Nothing of the group was committed. A broken connection is replaced before the next group."""
        for _, future in group:
            if not future.done():
                future.set_exception(error)
        connection.close_if_unusable_or_obsolete()


def start() -> None:
    """Routes every durable transaction of this process through the writer. SQLite only."""
    global _lane
    if connection.vendor == "sqlite" and (_lane is None or _lane.pid != os.getpid()):
        _lane = Lane()


def lane() -> Lane | None:
    if _lane is None or _lane.pid != os.getpid() or threading.current_thread().name == "polytill-writer":
        return None
    return _lane
