"""The page to try a door in the browser: Swagger UI from our own files, under a policy that loads nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="{icon}">
<link rel="stylesheet" href="{css}">
<link rel="stylesheet" href="{page_css}">
</head>
<body>
<div id="api" data-document="{document}"></div>
<script src="{bundle}"></script>
<script src="{start}"></script>
</body>
</html>
"""


class OwnSwagger(DocsBase):
    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        page = format_html(
            PAGE,
            title=api.title,
            icon=static("pages/mark.svg"),
            css=static("vendor/swagger-ui.css"),
            page_css=static("api-docs/page.css"),
            document=self.get_openapi_url(api, kwargs),
            bundle=static("vendor/swagger-ui-bundle.js"),
            start=static("api-docs/start.js"),
        )
        return HttpResponse(page, headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"})
