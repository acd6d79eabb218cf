"""Pictures of products, for who is signed in."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import quote_etag
from django.views.decorators.http import require_GET

from polytill.kernel.errors import DomainError
from polytill.reports.till_catalog import picture
from polytill.web.session import actor_of

A_DAY = 24 * 3600


@require_GET
def picture_file(request: HttpRequest, media_id: int) -> HttpResponseBase:
    actor = actor_of(request)
    if actor is None:
        return HttpResponse(status=401)
    try:
        found = picture(actor=actor, media_id=media_id)
        file = (Path(settings.MEDIA_ROOT) / found.path).open("rb")
    except (DomainError, FileNotFoundError) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=found.mime)
    response["Cache-Control"] = f"private, max-age={A_DAY}"
    response["ETag"] = quote_etag(found.sha256)
    return response
