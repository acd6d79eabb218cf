"""The till's local search and its scanner."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Run

pytestmark = pytest.mark.browser

SHELF = [
    {"fullName": "Café au lait", "sku": "C-1", "barcodes": ["4006381333931"]},
    {"fullName": "Iced Coffee", "sku": "C-2", "barcodes": []},
    {"fullName": "Coffee filter", "sku": "4006", "barcodes": []},
    {"fullName": "شاي أخضر", "sku": "T-1", "barcodes": []},
]


def found(run: Run, text: str) -> list[str]:
    rows = run("search.js", "(m, [shelf, text]) => m.search(m.buildIndex(shelf), text)", [SHELF, text])
    return [row["sku"] for row in rows]


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("coffee", ["4006", "C-2"]),
        ("CAFE", ["C-1"]),
        ("lait café", ["C-1"]),
        ("ice cof", ["C-2"]),
        ("4006", ["4006", "C-1"]),
        ("أخضر", ["T-1"]),
        ("tea", []),
        ("  ", []),
    ],
)
def test_search(run: Run, text: str, skus: list[str]) -> None:
    assert found(run, text) == skus


def test_a_code_is_found_whatever_its_case(run: Run) -> None:
    sku = run("search.js", "(m, shelf) => m.byCode(m.buildIndex(shelf), ' c-2 ').sku", SHELF)
    assert sku == "C-2"


def scan(run: Run, keys: list[tuple[str, int]]) -> list[Any]:
    """Keys with the milliseconds since the key before; what each gives."""
    source = """(m, keys) => {
      const burst = m.createBurst();
      let at = 0;
      return keys.map(([key, wait]) => burst.feed(key, (at += wait)));
    }"""
    return run("scanner.js", source, keys)


def test_a_fast_burst_that_ends_with_enter_is_a_scan(run: Run) -> None:
    assert scan(run, [("4", 900), ("0", 5), ("0", 5), ("6", 5), ("Enter", 5)])[-1] == "4006"


def test_a_hand_is_no_scanner(run: Run) -> None:
    assert scan(run, [("4", 0), ("0", 120), ("0", 120), ("6", 120), ("Enter", 120)])[-1] is None


def test_what_was_typed_before_the_burst_is_no_part_of_it(run: Run) -> None:
    keys = [("x", 0), ("4", 300), ("0", 5), ("Shift", 5), ("0", 5), ("6", 5), ("Enter", 5)]
    assert scan(run, keys)[-1] == "4006"


def test_a_short_burst_is_no_scan(run: Run) -> None:
    assert scan(run, [("4", 0), ("0", 5), ("0", 5), ("Enter", 5)])[-1] is None
