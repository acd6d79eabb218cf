"""Query words that many resources share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from polytill.api.common.fields import Text, Whole, Words
from polytill.kernel.page import PageRequest

Search = Annotated[Text, StringConstraints(min_length=2, max_length=191)]


class OneQuery(Words):
    format: Literal["json", "csv"] = "json"


class ListQuery(OneQuery):
    per_page: Annotated[Whole, Field(ge=1, le=100)] = 20
    page: Annotated[Whole, Field(ge=1, le=1_000_000_000)] = 1

    def request(self) -> PageRequest:
        return PageRequest(self.page, self.per_page)


class SearchQuery(ListQuery):
    q: Search | None = None


class OldSearchQuery(SearchQuery):
    """search is the older word for q, read only where q is absent."""

    search: Text | None = None

    @property
    def term(self) -> str | None:
        return self.q or self.search
