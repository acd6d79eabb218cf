"""Every door and its path."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from polytill.api.integration.api import api as integration
from polytill.project.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("api/v1/integration/", integration.urls),
]
# Pages come last, for they own the root.
if find_spec("polytill.web.urls"):
    urlpatterns.append(path("", include("polytill.web.urls")))
