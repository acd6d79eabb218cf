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
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from django.db import DatabaseError, connection, transaction

T = TypeVar("T")
LARGEST_GROUP = 64
# Whoever was done first waits no longer than this, and the work under way, for his commit.
LONGEST_GROUP = 0.02
NAME = "polytill-writer"
Work = tuple[Callable[[], Any], Future[Any]]
_lane: Lane | None = None


class GroupLostError(DatabaseError):
    """The engine gave up the transaction that several works shared; none of them is in the database."""


class Lane:
    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self.pid = os.getpid()
        self._thread = threading.Thread(target=self._loop, name=NAME, daemon=True)
        self._thread.start()

    def run(self, work: Callable[[], T]) -> T:
        """Returns when the commit that holds the work is on the disk; raises what the work or the commit raised."""
        future: Future[T] = Future()
        self._queue.put((work, future))
        return future.result()

    def stop(self) -> None:
        """After what has queued up. Nothing may be sent to it any more."""
        self._queue.put(None)
        self._thread.join()

    def _loop(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            try:
                self._serve(group)
            except BaseException as error:  # this thread must not end while others wait for it
                self._fail(group, error)
        connection.close()

    def _serve(self, group: list[Work]) -> None:
        try:
            results = self._commit(group, may_grow=True)
        except BaseException as error:
            if len(group) == 1 or _is_locked(error):
                self._fail(group, error)
                return
            # A row that only the commit refuses, or a full disk: each for itself, so that none pays for another.
            connection.close()
            for work in group:
                self._alone(work)
            return
        for (_, future), (result, refusal) in zip(group, results, strict=True):
            future.set_result(result) if refusal is None else future.set_exception(refusal)

    def _alone(self, work: Work) -> None:
        try:
            ((result, refusal),) = self._commit([work], may_grow=False)
        except BaseException as error:
            self._fail([work], error)
            return
        work[1].set_result(result) if refusal is None else work[1].set_exception(refusal)

    def _commit(self, group: list[Work], *, may_grow: bool) -> list[tuple[Any, BaseException | None]]:
        """Runs the group in one transaction; while it runs, what has queued up meanwhile joins it."""
        results: list[tuple[Any, BaseException | None]] = []
        with transaction.atomic():
            end = time.monotonic() + LONGEST_GROUP
            while len(results) < len(group):
                results.append(self._run(group[len(results)][0]))
                self._need_transaction(results[-1][1])
                if may_grow and len(results) == len(group) < LARGEST_GROUP and time.monotonic() < end:
                    self._take_one_more(group)
        return results

    @staticmethod
    def _run(work: Callable[[], Any]) -> tuple[Any, BaseException | None]:
        """In a savepoint, straight on the engine: the framework's own costs more than many a statement."""
        engine, hooks = connection.connection, len(connection.run_on_commit)
        engine.execute("SAVEPOINT work")
        try:
            result = work()
            if not connection.needs_rollback:
                engine.execute("RELEASE work")
                return result, None
            refusal = None  # it asked for the rollback itself
        except Exception as error:
            result, refusal = None, error
        with connection.wrap_database_errors:
            if engine.in_transaction:
                engine.execute("ROLLBACK TO work")
                engine.execute("RELEASE work")
                connection.needs_rollback = False
                del connection.run_on_commit[hooks:]
        return result, refusal

    @staticmethod
    def _need_transaction(cause: BaseException | None) -> None:
        """After some errors (a full disk) SQLite rolls the whole transaction back by itself; what follows would commit
        alone, and what came before would be told done."""
        if connection.needs_rollback or not connection.connection.in_transaction:
            raise GroupLostError("the transaction was given up") from cause

    def _take_one_more(self, group: list[Work]) -> None:
        try:
            work = self._queue.get_nowait()
        except queue.Empty:
            return
        if work is None:
            self._queue.put(None)  # the end comes after this group
        else:
            group.append(work)

    @staticmethod
    def _fail(group: list[Work], error: BaseException) -> None:
        """Nothing of the group was committed. The next group begins on a new connection."""
        for _, future in group:
            if not future.done():
                future.set_exception(error)
        connection.close()


def _is_locked(error: BaseException) -> bool:
    return isinstance(error, DatabaseError) and "locked" in str(error)


def start() -> None:
    """Routes every durable transaction of this process through the writer. SQLite only."""
    global _lane
    if connection.vendor == "sqlite" and (_lane is None or _lane.pid != os.getpid()):
        _lane = Lane()


def stop() -> None:
    global _lane
    if _lane is not None and _lane.pid == os.getpid():
        _lane.stop()
    _lane = None


def lane() -> Lane | None:
    """None where work runs at once: no writer, another process than the one that started it, the writer itself."""
    if _lane is None or _lane.pid != os.getpid() or threading.current_thread().name == NAME:
        return None
    return _lane
