"""A door: one dialect's `NinjaAPI`, whose calls all go the same way.

credential (401) → gate: permission, module, demo, subscription, quota (403, 402) → query and body (422) → handler.
A route's handler gets the call, the ids in its path and, where the route names their schemas, `query` and `body`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import Resolver404, URLPattern, URLResolver, re_path, resolve
from ninja import NinjaAPI
from pydantic import ValidationError

from polytill.api.common import clock
from polytill.api.common.answers import Answers, add_answers
from polytill.api.common.body import nested, read_body
from polytill.api.common.credentials import identify
from polytill.api.common.docs import OwnSwagger
from polytill.api.common.fields import LARGEST_ID, Words
from polytill.api.common.messages import errors_of, summary
from polytill.api.common.once import answered_once
from polytill.api.common.openapi import document, finished
from polytill.domain.business.selectors import Shop, shop
from polytill.kernel.actor import Actor
from polytill.kernel.errors import Category, DomainError, invalid, not_found


class Admits(Protocol):
    """operations.steps.gate.Gate, or anything that refuses with a DomainError."""

    def admit(self, actor: Actor, now: datetime) -> None: ...


class Open:
    """Any credential will do."""

    def admit(self, actor: Actor, now: datetime) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request. The shop is the actor's, its zone and number format with it."""

    request: HttpRequest
    actor: Actor
    now: datetime
    shop: Shop


@dataclass(frozen=True, slots=True)
class Route:
    """failure: the text of an unexpected failure where the dialect has one for this route."""

    methods: tuple[str, ...]
    path: str
    handler: Callable[..., HttpResponseBase]
    tag: str
    gate: Admits
    query: type[Words] | None = None
    body: type[Words] | None = None
    status: int = 200
    failure: str | None = None
    formats: tuple[str, ...] = ("json",)
    notes: dict[str, Any] = field(default_factory=dict)


Decorator = Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]


class Routes:
    """The routes of one resource, for a door to take in."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.all: list[Route] = []

    def on(self, *methods: str, path: str, gate: Admits, **options: Any) -> Decorator:
        def register(handler: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
            self.all.append(Route(methods, path, handler, self.tag, gate, **options))
            return handler

        return register

    def get(self, path: str, **options: Any) -> Decorator:
        return self.on("GET", path=path, **options)

    def post(self, path: str, **options: Any) -> Decorator:
        return self.on("POST", path=path, **options)

    def put(self, path: str, **options: Any) -> Decorator:
        """PUT and PATCH alike."""
        return self.on("PUT", "PATCH", path=path, **options)

    def delete(self, path: str, **options: Any) -> Decorator:
        return self.on("DELETE", path=path, **options)


Refuses = Callable[[Exception, Route | None], HttpResponse]


class Door(NinjaAPI):
    """refuse is the dialect's errors.py: any exception to an answer in its own shape. answers: for its document."""

    def __init__(
        self, *, dialect: str, refuse: Refuses, security: dict[str, Any], answers: Answers | None = None, **options: Any
    ) -> None:
        super().__init__(urls_namespace=f"api-{dialect}", docs=OwnSwagger(), **options)
        self.dialect, self.refuse, self.security = dialect, refuse, security
        self.answers = answers or Answers()
        self.routes: list[Route] = []
        self.add_exception_handler(Exception, self._unforeseen)

    def _unforeseen(self, request: HttpRequest, error: Any) -> HttpResponse:
        return self.refuse(error, None)

    def include(self, routes: Routes) -> None:
        for route in routes.all:
            self.routes.append(route)
            words = document(route)
            add = self.api_operation(
                list(route.methods),
                route.path,
                tags=[route.tag],
                operation_id=words["operationId"],
                openapi_extra=words,
                auth=None,
            )
            add(self._view(route))

    def _view(self, route: Route) -> Callable[..., HttpResponseBase]:
        def view(request: HttpRequest, **ids: Any) -> HttpResponseBase:
            try:
                return self._answer(request, route, ids)
            except Exception as error:
                return self.refuse(error, route)

        view.__name__ = route.handler.__name__
        view.__doc__ = route.handler.__doc__
        own = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for name, parameter in inspect.signature(route.handler, eval_str=True).parameters.items()
            if name not in ("call", "query", "body")
        ]
        first = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        view.__signature__ = inspect.Signature([first, *own])  # type: ignore[attr-defined]
        return view

    def _answer(self, request: HttpRequest, route: Route, ids: dict[str, Any]) -> HttpResponseBase:
        now = clock.now()
        actor = identify(request, self.dialect, now).actor
        call = Call(request, actor, now, shop(actor.business_id))
        route.gate.admit(actor, now)
        if any(isinstance(number, int) and number > LARGEST_ID for number in ids.values()):
            raise not_found()
        given: dict[str, Any] = dict(ids)
        if route.query is not None:
            given["query"] = checked(route.query, nested(request.GET), call.shop)
        if route.body is not None:
            given["body"] = checked(route.body, read_body(request), call.shop)
        if request.method == "POST" and "HTTP_IDEMPOTENCY_KEY" in request.META:
            return answered_once(request, actor, now, lambda: route.handler(call, **given))
        return route.handler(call, **given)

    def get_openapi_schema(self, **options: Any) -> Any:
        found = finished(super().get_openapi_schema(**options), self.security)
        add_answers(found, self.get_root_path({}).rstrip("/"), self.answers)
        return found

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        found = super()._get_urls()
        for pattern in found:
            if isinstance(pattern, URLPattern):
                pattern.callback = self._spoken(pattern.callback)
        return [*found, re_path(r"^.*$", self._unknown)]

    def _spoken(self, callback: Callable[..., Any]) -> Callable[..., Any]:
        """The framework's bare 405, in the dialect's shape."""

        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                response = callback(request, *args, **kwargs)
            except Http404:  # the framework's page at the root
                return self._unknown(request)
            if isinstance(response, HttpResponseNotAllowed):
                spoken = self.refuse(DomainError("method.not_allowed", Category.RULE, "Method not allowed"), None)
                spoken.status_code = 405
                spoken.headers["Allow"] = response.headers["Allow"]
                return spoken
            return response

        view.csrf_exempt = True  # type: ignore[attr-defined]
        return view

    def _unknown(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A slash at the end does not matter, as it does not to the foreign servers."""
        try:
            found = resolve(request.path_info.rstrip("/"))
        except Resolver404:
            found = None
        if found is not None and found.namespace == self.urls_namespace and found.func != self._unknown:
            return found.func(request, *found.args, **found.kwargs)
        return self.refuse(not_found("route"), None)


def checked(schema: type[Words], given: Any, shop: Shop) -> Words:
    try:
        return schema.model_validate(given, context={"shop": shop})
    except ValidationError as error:
        errors = errors_of(error)
        raise invalid(errors, summary(errors)) from None


def operations(routes: Sequence[Route]) -> list[tuple[str, str]]:
    return [(method, route.path) for route in routes for method in route.methods]
