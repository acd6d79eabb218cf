"""What surrounds a request. The API doors get the limit and two headers; pages get sessions and CSRF as well."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from polytill.project.requests import Next, is_api

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class RequestLimit:
    """Refuses a request that says it is larger than the limit, before anything reads it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > settings.REQUEST_LIMIT:
            return JsonResponse({"message": "The request is too large."}, status=413)
        return self.get_response(request)


class SecurityHeaders:
    """Also names the length of what is not streamed, which spares chunks."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        if not is_api(request):
            self._for_pages(response)
        if settings.BEHIND_TLS:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response

    def _for_pages(self, response: HttpResponseBase) -> None:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")


class WebSession(SessionMiddleware):
    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request) if is_api(request) else super().__call__(request)


class WebCsrf(CsrfViewMiddleware):
    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request) if is_api(request) else super().__call__(request)

    def process_view(self, request: HttpRequest, callback: Any, args: Any, kwargs: Any) -> Any:
        return None if is_api(request) else super().process_view(request, callback, args, kwargs)
