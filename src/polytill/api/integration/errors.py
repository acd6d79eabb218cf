"""How this dialect says no."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpResponse
from ninja.errors import HttpError

from polytill.api.common.door import Route
from polytill.api.common.exact_json import plain_json_response
from polytill.api.common.messages import summary
from polytill.kernel.errors import Category, DomainError

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
UNEXPECTED = "something_went_wrong"
# Facts of a refusal that stand beside its message.
TOLD = {"discount.foreign_variations": ("invalid_variation_ids",)}
log = logging.getLogger("polytill.api.integration")


def refuse(error: Exception, route: Route | None) -> HttpResponse:
    if isinstance(error, DomainError):
        return _refusal(error)
    if isinstance(error, HttpError):
        return plain_json_response({"message": str(error)}, error.status_code)
    log.error("unexpected failure in %s", route.path if route else "the door", exc_info=error)
    return plain_json_response({"message": (route and route.failure) or UNEXPECTED}, 500)


def _refusal(error: DomainError) -> HttpResponse:
    body: dict[str, Any] = {"message": error.message}
    if error.category is Category.INVALID:
        body = {"message": summary(error.details), "errors": error.details}
    elif error.category is Category.NOT_FOUND:
        body = {"message": "Not found"}
    body |= {name: error.details[name] for name in TOLD.get(error.code, ()) if name in error.details}
    response = plain_json_response(body, STATUS[error.category])
    if error.category is Category.UNAUTHENTICATED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in error.details:
        response.headers["Retry-After"] = str(error.details["retry_after"])
    return response
