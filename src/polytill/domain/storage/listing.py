"""A list that is not read yet: one page of it, or all of it as a stream in flat memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from polytill.kernel.page import Page, PageRequest

T = TypeVar("T")
ROWS_A_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """read(offset, limit), count() and stream() are only called when they are asked for.

    A big table gives a maintained count of its own instead of COUNT(*).
    """

    read: Callable[[int, int | None], Sequence[T]]
    count: Callable[[], int]
    stream: Callable[[], Iterator[T]]

    def page(self, request: PageRequest) -> Page[T]:
        rows = self.read(request.offset, request.size)
        short = request.size is not None and 0 < len(rows) < request.size
        if request.size is None or short or (not rows and request.number == 1):
            total = request.offset + len(rows)  # the last page tells the total
        else:
            total = self.count()
        return Page(rows, request.number, request.size or max(1, len(rows)), total)


def listing(
    rows: QuerySet[Any], build: Callable[[list[Any]], list[T]], *, count: Callable[[], int] | None = None
) -> Listing[T]:
    """Of an ordered query. build turns some rows at a time into records, and so reads set-wise what they refer to."""

    def read(offset: int, limit: int | None) -> list[T]:
        return build(list(rows[offset:] if limit is None else rows[offset : offset + limit]))

    def stream() -> Iterator[T]:
        found = rows.iterator(chunk_size=ROWS_A_CHUNK)
        while chunk := list(islice(found, ROWS_A_CHUNK)):
            yield from build(chunk)

    return Listing(read, count or rows.order_by().count, stream)
