"""The till's calls. Reading and writing on one path are told apart by their method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from polytill.web.refusals import answer, json_view
from polytill.web.till import reading, writing

View = Callable[..., Any]


def call(route: str, *, get: View | None = None, post: View | None = None) -> URLPattern:
    views = {method: json_view(view) for method, view in (("GET", get), ("POST", post)) if view is not None}

    def by_method(request: HttpRequest, **arguments: Any) -> HttpResponse:
        view = views.get(request.method or "")
        if view is None:
            error = {"code": "method.not_allowed", "message": "Method not allowed", "fields": {}}
            response = answer({"error": error}, 405)
            response["Allow"] = ", ".join(views)
            return response
        return view(request, **arguments)

    return path(route, by_method)


urlpatterns = [
    call("session", get=reading.session),
    call("catalog", get=reading.catalog),
    call("customers", get=reading.customers, post=writing.add_customer),
    call("register/open", post=writing.open_drawer),
    call("register/movement", post=writing.put_or_take_cash),
    call("register/close", post=writing.close_drawer),
    call("register/summary", get=reading.register_summary),
    call("sales", post=writing.sell),
    call("sales/recent", get=reading.recent),
    call("sales/held", get=reading.held),
    call("sales/by-uuid/<uuid:uuid>", get=writing.find_sale),
    call("sales/<int:sale_id>", get=reading.one_held),
    call("sales/<int:sale_id>/settle", post=writing.settle_held),
    call("sales/<int:sale_id>/discard", post=writing.discard),
]
