"""How the web says no: one table of statuses, one body."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from pydantic import ValidationError

from polytill.kernel.actor import Actor
from polytill.kernel.errors import Category, DomainError, invalid
from polytill.web.once import done_once
from polytill.web.session import actor_of, too_large

log = logging.getLogger(__name__)

STATUS = {
    Category.INVALID: 422,
    Category.RULE: 422,
    Category.NOT_FOUND: 404,
    Category.FORBIDDEN: 403,
    Category.UNAUTHENTICATED: 401,
    Category.PAYMENT_REQUIRED: 402,
    Category.CONFLICT: 409,
    Category.TOO_MANY: 429,
    Category.TOO_LARGE: 413,
    Category.UNAVAILABLE: 503,
}
SIGNED_OUT = DomainError("session.ended", Category.UNAUTHENTICATED, "Your session has ended. Sign in again.")
BROKEN = "Something went wrong on the server. It has been noted."


def answer(content: Any, status: int = 200) -> HttpResponse:
    response = HttpResponse(orjson.dumps(content), status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def refusal(error: DomainError) -> HttpResponse:
    fields = error.details if error.category is Category.INVALID else {}
    body = {"code": error.code, "message": _words(error, fields), "fields": fields}
    return answer({"error": body}, STATUS[error.category])


def _words(error: DomainError, fields: dict[str, Any]) -> str:
    """A person reads the message alone where the fault is in no field of his."""
    messages = [message for of_field in fields.values() for message in of_field]
    return " ".join(messages) if messages else error.message


def json_view(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """view(request, actor, ...) returns what becomes JSON; whatever it refuses becomes the one error body."""

    @wraps(view)
    def wrapper(request: HttpRequest, **arguments: Any) -> HttpResponse:
        try:
            actor: Actor | None = actor_of(request)
            if actor is None:
                raise SIGNED_OUT
            if too_large(arguments):
                raise Http404
            who = actor
            return answer(done_once(request, who, lambda: view(request, who, **arguments)))
        except DomainError as error:
            return refusal(error)
        except ValidationError as error:
            return refusal(_from_pydantic(error))
        except Http404:
            return answer({"error": {"code": "page.not_found", "message": "Not found", "fields": {}}}, 404)
        except Exception:
            log.exception("till call failed: %s %s", request.method, request.path)
            return answer({"error": {"code": "server.error", "message": BROKEN, "fields": {}}}, 500)

    return wrapper


def _from_pydantic(error: ValidationError) -> DomainError:
    fields: dict[str, list[str]] = {}
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        fields.setdefault(".".join(str(part) for part in one["loc"]), []).append(one["msg"])
    return invalid(fields)
