"""Every door and its path."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from polytill.project.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz)]

if find_spec("polytill.api.integration") and find_spec("polytill.api.integration.api"):
    urlpatterns.append(path("api/v1/integration/", import_module("polytill.api.integration.api").api.urls))
if find_spec("polytill.web.urls"):
    urlpatterns.append(path("", include("polytill.web.urls")))
