from __future__ import annotations

from decimal import Decimal

import pytest

from polytill.kernel.errors import DomainError
from polytill.kernel.page import Page, PageRequest
from polytill.kernel.quantity import from_base, is_whole, to_base

D = Decimal


def test_two_dozen_are_24_pieces() -> None:
    assert to_base(D(2), D(12)) == 24
    assert from_base(D(24), D(12)) == 2


def test_base_quantities_keep_four_decimals() -> None:
    assert from_base(D(1), D(3)) == D("0.3333")
    assert to_base(D("0.00005"), D(1)) == D("0.0001")


@pytest.mark.parametrize("multiplier", ["0", "-12"])
def test_a_unit_of_nothing_is_refused(multiplier: str) -> None:
    for convert in (to_base, from_base):
        with pytest.raises(ValueError, match="base unit"):
            convert(D(1), D(multiplier))


def test_whole_quantities() -> None:
    assert is_whole(D("3.0000"))
    assert not is_whole(D("3.5"))


@pytest.mark.parametrize(("total", "size", "last"), [(42, 2, 21), (1088, 1, 1088), (4, 10, 1), (0, 10, 1), (11, 10, 2)])
def test_last_page(total: int, size: int, last: int) -> None:
    assert Page([], 1, size, total).last == last


def test_offset_of_a_page() -> None:
    assert PageRequest(3, 20).offset == 40
    assert PageRequest(1, None).offset == 0


@pytest.mark.parametrize(("number", "size", "field"), [(0, 20, "page"), (-1, None, "page"), (1, 0, "per_page")])
def test_pages_that_do_not_exist_are_refused(number: int, size: int | None, field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        PageRequest(number, size)

    assert field in refusal.value.details


def test_a_page_keeps_its_place_when_its_rows_are_dressed() -> None:
    assert Page([1, 2], 2, 2, 5).with_rows(["one", "two"]) == Page(["one", "two"], 2, 2, 5)
