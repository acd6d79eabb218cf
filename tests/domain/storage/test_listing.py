from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from polytill.domain.pricing.models import PriceGroup
from polytill.domain.storage.listing import ROWS_A_CHUNK, Listing, listing
from polytill.kernel.page import PageRequest
from tests.shop import OPENED, Shop


@pytest.fixture
def groups(shop: Shop) -> Listing[str]:
    """Five price groups, p0 to p4."""
    PriceGroup.objects.all().delete()
    make(shop, 5)
    rows = PriceGroup.objects.visible_to(shop.actor()).order_by("id").values_list("name", flat=True)
    return listing(rows, list)


def make(shop: Shop, count: int) -> None:
    PriceGroup.objects.bulk_create(
        PriceGroup(business=shop.business, name=f"p{i}", created_at=OPENED, updated_at=OPENED) for i in range(count)
    )


@pytest.mark.parametrize(
    ("number", "size", "rows", "last"),
    [
        (1, 2, ["p0", "p1"], 3),
        (3, 2, ["p4"], 3),
        (4, 2, [], 3),
        (1, 5, ["p0", "p1", "p2", "p3", "p4"], 1),
        (1, None, ["p0", "p1", "p2", "p3", "p4"], 1),
    ],
)
def test_pages_know_the_total(groups: Listing[str], number: int, size: int | None, rows: list[str], last: int) -> None:
    page = groups.page(PageRequest(number, size))
    assert (list(page.rows), page.total, page.last) == (rows, 5, last)


def test_the_last_page_needs_no_count(groups: Listing[str]) -> None:
    with CaptureQueriesContext(connection) as asked:
        groups.page(PageRequest(2, 4))
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        groups.page(PageRequest(1, 4))
    assert len(asked) == 2


def test_an_empty_list_has_one_empty_page(shop: Shop) -> None:
    empty = listing(PriceGroup.objects.none().order_by("id"), list)
    page = empty.page(PageRequest(1, 20))
    assert (page.rows, page.total, page.last) == ([], 0, 1)


def test_a_count_of_its_own_is_taken_at_its_word(groups: Listing[str]) -> None:
    counted = Listing(groups.read, lambda: 1_000_000, groups.stream)
    assert counted.page(PageRequest(1, 2)).total == 1_000_000


def test_a_stream_gives_every_row_once_in_order_and_builds_in_chunks(shop: Shop) -> None:
    PriceGroup.objects.all().delete()
    make(shop, 2 * ROWS_A_CHUNK + 1)
    sizes: list[int] = []

    def build(rows: list[str]) -> list[str]:
        sizes.append(len(rows))
        return rows

    rows = PriceGroup.objects.order_by("id").values_list("name", flat=True)
    assert list(listing(rows, build).stream()) == [f"p{i}" for i in range(2 * ROWS_A_CHUNK + 1)]
    assert sizes == [ROWS_A_CHUNK, ROWS_A_CHUNK, 1]
