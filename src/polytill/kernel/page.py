"""One page of a list, before a dialect wraps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from polytill.kernel.errors import invalid

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """number counts from 1. size None means all rows."""

    number: int = 1
    size: int | None = 20

    def __post_init__(self) -> None:
        if self.number < 1:
            raise invalid({"page": ["The first page is 1."]})
        if self.size is not None and self.size < 1:
            raise invalid({"per_page": ["A page holds at least one row."]})

    @property
    def offset(self) -> int:
        return 0 if self.size is None else (self.number - 1) * self.size


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    rows: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The last page's number; an empty list has one empty page."""
        return max(1, -(-self.total // self.size)) if self.size else 1

    def with_rows(self, rows: Sequence[Any]) -> Page[Any]:
        return Page(rows, self.number, self.size, self.total)
