"""Idempotency-Key: the HTTP side of domain/outbox/idempotency.py."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.http.response import HttpResponseBase

from polytill.domain.outbox.idempotency import LONGEST_KEY, Answer, Asked, once
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid


def answered_once(
    request: HttpRequest, actor: Actor, now: datetime, work: Callable[[], HttpResponseBase]
) -> HttpResponse:
    key = str(request.META["HTTP_IDEMPOTENCY_KEY"]).strip()
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise invalid({"Idempotency-Key": [f"The Idempotency-Key holds 1 to {LONGEST_KEY} printable characters."]})

    def answer() -> Answer:
        response = work()
        if not isinstance(response, HttpResponse):
            raise TypeError("a streamed answer cannot be kept")
        return Answer(response.status_code, response.headers.get("Content-Type", ""), response.content)

    kept, replayed = once(asked=Asked(actor, key, fingerprint(request)), now=now, work=answer)
    response = HttpResponse(kept.body, status=kept.status, content_type=kept.content_type)
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def fingerprint(request: HttpRequest) -> str:
    """Of the method, the path and all that was sent."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    try:
        digest.update(request.body)
    except (RawPostDataException, RequestDataTooBig):  # a form with files was read as a stream
        for name, values in sorted(request.POST.lists()):
            digest.update(repr((name, values)).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                content = hashlib.sha256(b"".join(file.chunks())).hexdigest()
                file.seek(0)
                digest.update(repr((name, file.name, content)).encode())
    return digest.hexdigest()
