"""Who is signed in: the session keeps the user's id."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse

from polytill.domain.identity.selectors import actor_by_session, password_stamp
from polytill.kernel.actor import Actor

USER, STAMP = "user_id", "stamp"
LARGEST_ID = 2**63 - 1  # what an id column holds; a path may name more


def actor_of(request: HttpRequest) -> Actor | None:
    user_id = request.session.get(USER)
    return None if user_id is None else actor_by_session(user_id, request.session.get(STAMP, ""), "web")


def begin(request: HttpRequest, user_id: int) -> None:
    """A new session and CSRF token, so that those from before the sign-in are worth nothing."""
    request.session.flush()
    request.session[USER], request.session[STAMP] = user_id, password_stamp(user_id)
    rotate_token(request)


def end(request: HttpRequest) -> None:
    request.session.flush()


def page_for_staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the actor; who is not signed in is sent to sign in and back."""

    @wraps(view)
    def wrapper(request: HttpRequest, **arguments: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor is None:
            return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
        if too_large(arguments):
            raise Http404
        return view(request, actor, **arguments)

    return wrapper


def too_large(arguments: dict[str, Any]) -> bool:
    return any(isinstance(value, int) and value > LARGEST_ID for value in arguments.values())
