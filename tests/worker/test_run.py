from __future__ import annotations

import threading
from datetime import timedelta

from polytill.domain.outbox.models import Fact, IdempotentRequest
from polytill.domain.outbox.services import NewFact, record
from polytill.operations.deliver_facts import Delivered, deliver_facts
from polytill.worker.run import run

seen: list[Delivered] = []


def note(fact: Delivered) -> None:
    seen.append(fact)


def break_down(fact: Delivered) -> None:
    raise RuntimeError("the subscriber is not well")


def three_facts(shop) -> None:
    facts = [NewFact("test.happened", "test", n, {"n": n}) for n in (1, 2, 3)]
    record(facts=facts, actor=shop.actor(), now=shop.now)


def test_each_fact_is_handed_on_once(shop, settings):
    settings.POLYTILL_SUBSCRIBERS = ["tests.worker.test_run.note"]
    three_facts(shop)
    seen.clear()

    run(once=True, clock=lambda: shop.now, stop=threading.Event())
    run(once=True, clock=lambda: shop.now, stop=threading.Event())

    assert [(fact.kind, fact.subject_id, fact.payload) for fact in seen] == [
        ("test.happened", 1, '{"n":1}'),
        ("test.happened", 2, '{"n":2}'),
        ("test.happened", 3, '{"n":3}'),
    ]
    assert not Fact.objects.filter(delivered_at__isnull=True).exists()


def test_what_a_subscriber_could_not_take_waits(shop, settings):
    settings.POLYTILL_SUBSCRIBERS = ["tests.worker.test_run.break_down"]
    three_facts(shop)

    run(once=True, clock=lambda: shop.now, stop=threading.Event())

    assert Fact.objects.filter(delivered_at__isnull=True).count() == 3


def test_no_more_than_a_batch_at_once(shop):
    three_facts(shop)

    assert deliver_facts([], now=shop.now, most=2) == 2
    assert deliver_facts([], now=shop.now, most=2) == 1


def test_kept_answers_go_after_a_week(shop):
    for days in (6, 8):
        IdempotentRequest.objects.create(
            business_id=1,
            user_id=1,
            door="integration",
            key=str(days),
            fingerprint="",
            created_at=shop.now - timedelta(days=days),
        )

    run(once=True, clock=lambda: shop.now, stop=threading.Event())

    assert [row.key for row in IdempotentRequest.objects.all()] == ["6"]
