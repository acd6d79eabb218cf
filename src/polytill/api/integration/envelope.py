"""How this dialect wraps one record, a page of them, and what a write did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from polytill.api.common.door import Call
from polytill.api.common.exact_json import json_response
from polytill.api.integration.exports import csv_of_all, csv_of_one
from polytill.api.integration.schemas.queries import ListQuery, OneQuery
from polytill.domain.storage.listing import Listing
from polytill.kernel.page import Page

T = TypeVar("T")
Present = Callable[[T], Mapping[str, Any]]


def meta(page: Page[Any]) -> dict[str, int]:
    return {"current_page": page.number, "last_page": page.last, "per_page": page.size, "total": page.total}


def one(call: Call, query: OneQuery, name: str, row: Mapping[str, Any]) -> HttpResponseBase:
    """{data} or, with format=csv, its one line."""
    if query.format == "csv":
        return csv_of_one(name, row, call.shop.tz)
    return json_response({"data": row}, call.shop.tz)


def record(call: Call, row: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """{data} alone, also as the answer of a write that has no message."""
    return json_response({"data": row}, call.shop.tz, status)


def many(
    call: Call,
    query: ListQuery,
    name: str,
    listing: Listing[T],
    present: Present[T],
    columns: Sequence[str],
    **more_meta: Any,
) -> HttpResponseBase:
    """{data, meta} of the page asked for or, with format=csv, every row. columns are the keys that `present` gives."""
    if query.format == "csv":
        return csv_of_all(name, columns, (present(row) for row in listing.stream()), call.shop.tz)
    page = listing.page(query.request())
    body = {"data": [present(row) for row in page.rows], "meta": {**more_meta, **meta(page)}}
    return json_response(body, call.shop.tz)


def all_of(
    call: Call, query: OneQuery, name: str, rows: Iterable[Mapping[str, Any]], columns: Sequence[str], **more_meta: Any
) -> HttpResponseBase:
    """A short list without pages."""
    if query.format == "csv":
        return csv_of_all(name, columns, rows, call.shop.tz)
    body: dict[str, Any] = {"data": list(rows)}
    return json_response(body | ({"meta": more_meta} if more_meta else {}), call.shop.tz)


def saved(call: Call, message: str, data: Any, status: int = 200) -> HttpResponse:
    """{message, data}: what a write answers; 201 where it made something."""
    return json_response({"message": message, "data": data}, call.shop.tz, status)


def bare(call: Call, data: Any, status: int = 200) -> HttpResponse:
    """{data}: what some writes answer, without a message."""
    return json_response({"data": data}, call.shop.tz, status)
