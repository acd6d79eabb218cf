"""What surrounds a request: health, limits, headers, and what the API doors are spared."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from polytill.project import health
from polytill.project.urls import urlpatterns as real_urls


def write(request: HttpRequest) -> HttpResponse:
    return HttpResponse("written")


def touch_session(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse("seen")


urlpatterns = [*real_urls, path("page", write), path("api/write", write), path("session", touch_session)]
here = override_settings(ROOT_URLCONF="tests.project.test_requests")


@pytest.mark.django_db
def test_healthz_says_ok_once_it_can_sell(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_healthz_says_no_while_migrations_are_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "schema_is_current", lambda: False)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "migrations are missing"})


@here
def test_pages_ask_for_a_csrf_token_and_api_paths_do_not() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/page").status_code == 403
    assert client.post("/api/write").status_code == 200


@here
@pytest.mark.django_db
def test_pages_have_sessions(client: Client) -> None:
    response = client.get("/session")
    assert response.status_code == 200
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@here
def test_pages_carry_the_content_security_policy(client: Client) -> None:
    headers = Client().get("/page-that-is-not").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


@here
def test_api_answers_carry_no_page_headers_and_no_cookie() -> None:
    response = Client().post("/api/write")
    assert "Content-Security-Policy" not in response.headers
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Length"] == "7"
    assert not response.cookies


@here
@pytest.mark.parametrize("length", [str(settings.REQUEST_LIMIT + 1), "-1", "many"])
def test_a_request_that_is_too_large_is_refused_before_it_is_read(length: str) -> None:
    response = Client().post("/api/write", CONTENT_LENGTH=length)
    assert response.status_code == 413


def test_doors_are_told_apart_by_path(rf: RequestFactory) -> None:
    from polytill.project.requests import is_api

    assert is_api(rf.get("/api/v1/integration/products"))
    assert not is_api(rf.get("/till"))
