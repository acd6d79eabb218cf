"""The writer of an SQLite shop: what it answers is in the database, what it refuses is not; none pays for another."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from polytill.domain.outbox.models import Fact
from polytill.domain.stock.models import StockLevel
from polytill.domain.storage import writer
from polytill.domain.storage.durable import durable
from polytill.domain.storage.sql import insert_rows
from polytill.kernel.errors import DomainError, rule
from tests.racing import race

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such writer"),
]


@pytest.fixture
def lane(now: datetime) -> Iterator[writer.Lane]:
    writer.start()
    found = writer.lane()
    assert found is not None
    yield found
    writer.stop()


@pytest.fixture
def write(now: datetime) -> Callable[[int], int]:
    """Writes one fact about a subject of that number and returns the number."""

    def write(number: int) -> int:
        row = {
            "business_id": 1, "kind": "test", "subject_type": "test", "subject_id": number, "door": "web", "at": now,
            "payload": "{}",
        }  # fmt: skip
        insert_rows(Fact, [row])
        return number

    return write


def written() -> list[int]:
    return sorted(Fact.objects.values_list("subject_id", flat=True))


def together(lane: writer.Lane, *works: Callable[[], Any]) -> list[Any]:
    """What each gave or raised, where all of them stood in one group: the first holds the door until they queue up."""
    queued, results = threading.Event(), [None] * len(works)

    def hold() -> None:
        queued.wait(10)

    def run(place: int) -> None:
        try:
            results[place] = lane.run(works[place])
        except BaseException as error:
            results[place] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=lane.run, args=(hold,))]
    threads += [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    while lane._queue.qsize() < len(works):
        pass
    queued.set()
    for thread in threads:
        thread.join(20)
    return results


def test_the_answer_is_in_the_database(lane: writer.Lane, write: Callable[[int], int]) -> None:
    assert durable(lambda: write(7)) == 7
    assert written() == [7]


def test_many_threads_lose_nothing(lane: writer.Lane, write: Callable[[int], int]) -> None:
    def till(first: int) -> Callable[[], list[int]]:
        return lambda: [durable(lambda n=n: write(n)) for n in range(first, first + 25)]

    answers = race(*[till(100 * number) for number in range(8)])

    assert sorted(n for found in answers for n in found) == written()
    assert len(written()) == 200


def test_a_refusal_takes_back_its_own_writes_alone(lane: writer.Lane, write: Callable[[int], int]) -> None:
    def refused() -> None:
        write(2)
        raise rule("test.no", "No.")

    first, second, third = together(lane, lambda: write(1), refused, lambda: write(3))

    assert (first, third) == (1, 3)
    assert isinstance(second, DomainError)
    assert written() == [1, 3]


def test_what_only_the_commit_refuses_fails_alone(lane: writer.Lane, write: Callable[[int], int]) -> None:
    def orphan() -> None:
        insert_rows(StockLevel, [{"business_id": 1, "location_id": 1, "variation_id": 1, "unit_id": 1}])

    first, second, third = together(lane, lambda: write(1), orphan, lambda: write(3))

    assert (first, third) == (1, 3)
    assert isinstance(second, IntegrityError)
    assert written() == [1, 3]
    assert not StockLevel.objects.exists()


def test_a_transaction_that_the_engine_gave_up_is_not_answered_as_done(
    lane: writer.Lane, write: Callable[[int], int]
) -> None:
    def full_disk() -> None:
        write(2)
        connection.connection.execute("ROLLBACK")
        raise DatabaseError("database or disk is full")

    first, second, third = together(lane, lambda: write(1), full_disk, lambda: write(3))

    assert isinstance(second, DatabaseError)
    assert (first, third) == (1, 3)
    assert written() == [1, 3]


def test_a_work_that_hides_its_failed_write_is_told(lane: writer.Lane, write: Callable[[int], int]) -> None:
    def hides() -> None:
        write(2)
        transaction.set_rollback(True)

    first, second = together(lane, lambda: write(1), hides)

    assert first == 1
    assert second is None  # as on any other connection: it asked for the rollback itself
    assert written() == [1]


def test_it_survives_whatever_is_raised(lane: writer.Lane, write: Callable[[int], int]) -> None:
    def leaves() -> None:
        write(1)
        raise SystemExit

    with pytest.raises(SystemExit):
        lane.run(leaves)
    assert lane.run(lambda: write(2)) == 2
    assert written() == [2]


def test_a_broken_connection_is_replaced(lane: writer.Lane, write: Callable[[int], int]) -> None:
    def breaks() -> None:
        connection.connection.close()

    with pytest.raises(DatabaseError):
        lane.run(breaks)
    assert lane.run(lambda: write(2)) == 2
    assert written() == [2]


def test_a_foreign_lock_is_told_as_busy(lane: writer.Lane, write: Callable[[int], int]) -> None:
    lane.run(lambda: connection.connection.execute("PRAGMA busy_timeout = 50"))
    with transaction.atomic():
        answer = together_elsewhere(lambda: durable(lambda: write(1)))

    assert isinstance(answer, DomainError)
    assert answer.code == "server.busy"
    assert durable(lambda: write(2)) == 2
    assert written() == [2]


def together_elsewhere(work: Callable[[], Any]) -> Any:
    (answer,) = race(work)
    return answer


def test_work_within_work_joins_it(lane: writer.Lane, write: Callable[[int], int]) -> None:
    def outer() -> int:
        return durable(lambda: write(1)) + durable(lambda: write(2))

    assert durable(outer) == 3


def test_an_open_transaction_keeps_its_own_connection(lane: writer.Lane, write: Callable[[int], int]) -> None:
    with transaction.atomic():
        durable(lambda: write(1))
        assert written() == [1]
        transaction.set_rollback(True)
    assert written() == []


def test_a_long_group_is_cut(lane: writer.Lane, write: Callable[[int], int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "LONGEST_GROUP", 0.0)
    commits: list[int] = []
    commit = writer.Lane._commit

    def counted(self: writer.Lane, group: list[Any], *, may_grow: bool) -> Any:
        found = commit(self, group, may_grow=may_grow)
        commits.append(len(group))
        return found

    monkeypatch.setattr(writer.Lane, "_commit", counted)
    together(lane, lambda: write(1), lambda: write(2))
    assert commits == [1, 1, 1]


def test_a_child_process_does_not_wait_for_the_parents_writer(lane: writer.Lane) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0 if writer.lane() is None else 1)
    assert os.waitpid(child, 0)[1] == 0
