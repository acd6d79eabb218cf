"""Idempotency-Key at the till: a call whose answer was lost is sent again and done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest

from polytill.domain.outbox.idempotency import LONGEST_KEY, Answer, Asked, once
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.web.clock import now


def done_once(request: HttpRequest, actor: Actor, work: Callable[[], Any]) -> Any:
    """What `work` answers, or what it answered when the same call came under the same key before."""
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if request.method != "POST" or not key:
        return work()
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise invalid({"Idempotency-Key": [f"The Idempotency-Key holds 1 to {LONGEST_KEY} characters."]})
    asked = Asked(actor, key, hashlib.sha256(f"POST {request.path}\n".encode() + request.body).hexdigest())
    kept, _ = once(asked=asked, now=now(), work=lambda: Answer(200, "application/json", orjson.dumps(work())))
    return orjson.loads(kept.body)
