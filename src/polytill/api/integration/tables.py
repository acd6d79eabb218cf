"""How this dialect gives a report's table: a page in the usual wrapping, or every row as CSV."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call
from polytill.api.common.exact_json import json_response
from polytill.api.common.tables import csv_of, objects
from polytill.api.integration.envelope import meta
from polytill.api.integration.schemas.queries import ListQuery
from polytill.reports.tables import Table


def table(call: Call, query: ListQuery, name: str, found: Table) -> HttpResponseBase:
    """{data, meta} of the page asked for or, with format=csv, every row."""
    if query.format == "csv":
        return csv_of(name, found)
    page = found.page(query.request())
    build = objects(found.columns, found.tz)
    return json_response({"data": [build(row) for row in page.rows], "meta": meta(page)}, call.shop.tz)


def rows(found: Table, limit: int) -> list[dict[str, Any]]:
    """The newest ones, for lists without pages."""
    build = objects(found.columns, found.tz)
    return [build(row) for row in found.rows(0, limit)]
