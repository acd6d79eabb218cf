"""Where a call came from, as far as it can be trusted."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The peer's address; behind POLYTILL_PROXIES proxies of ours, the address that the outermost of them wrote down.
    What stands further left in the header came from the client and may be made up."""
    written = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if 0 < settings.PROXIES <= len(written):
        return written[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))
