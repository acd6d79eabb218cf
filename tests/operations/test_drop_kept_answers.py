from __future__ import annotations

from datetime import timedelta

from polytill.domain.outbox.models import IdempotentRequest
from polytill.operations.drop_kept_answers import drop_kept_answers
from tests.shop import Shop


def test_answers_are_kept_for_a_week(shop: Shop) -> None:
    for days in (6, 7, 8):
        IdempotentRequest.objects.create(
            business_id=1, user_id=1, door="integration", key=str(days), fingerprint="f", status=201, body=b"{}",
            created_at=shop.now - timedelta(days=days),
        )  # fmt: skip
    assert drop_kept_answers(now=shop.now) == 1
    assert sorted(IdempotentRequest.objects.values_list("key", flat=True)) == ["6", "7"]
