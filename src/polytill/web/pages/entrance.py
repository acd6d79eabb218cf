"""The landing page, signing in and out, and the page that the till lives on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polytill.kernel.actor import Actor
from polytill.kernel.errors import DomainError
from polytill.operations.sign_in import SignIn
from polytill.operations.sign_in import sign_in as admit
from polytill.web import session
from polytill.web.address import client_address
from polytill.web.clock import now
from polytill.web.refusals import STATUS

DOORS = (
    {
        "path": "/api/v1/integration/docs",
        "name": "Integration API",
        "words": "Sales, stock, staff and reports for other systems.",
    },
)


@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    actor = session.actor_of(request)
    return render(request, "web/landing.html", {"user_name": actor.name if actor else "", "doors": DOORS})


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    target = _safe_target(request)
    if request.method == "GET":
        return render(request, "web/login.html", {"next": target})
    username = request.POST.get("username", "").strip()
    try:
        command = SignIn(username, request.POST.get("password", ""), client_address(request), "web")
        actor = admit(command, now=now())
    except DomainError as error:
        context = {"next": target, "username": username, "error": error.message}
        return render(request, "web/login.html", context, status=STATUS[error.category])
    session.begin(request, actor.user_id)
    return HttpResponseRedirect(target)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    session.end(request)
    return HttpResponseRedirect(reverse("sign_in"))


@never_cache
@require_GET
@ensure_csrf_cookie
@session.page_for_staff
def till(request: HttpRequest, actor: Actor) -> HttpResponse:
    return render(request, "web/till.html")


def _safe_target(request: HttpRequest) -> str:
    """Where to go after signing in: a page of this server, else the till."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=False)
    return wanted if is_ours else reverse("till")
