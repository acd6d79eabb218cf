"""How the till writes and reads amounts."""

from __future__ import annotations

import pytest

from tests.web.conftest import Run

pytestmark = pytest.mark.browser

DOLLAR = {"symbol": "$", "before": True, "decimals": 2, "thousands": ",", "decimal": "."}
EURO = {"symbol": "€", "before": False, "decimals": 2, "thousands": ".", "decimal": ","}
YEN = {"symbol": "¥", "before": True, "decimals": 0, "thousands": ",", "decimal": "."}
DINAR = {"symbol": "KWD", "before": True, "decimals": 3, "thousands": ",", "decimal": "."}


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("1234567.5", DOLLAR, "$1,234,567.50"),
        ("-0.05", DOLLAR, "\u2212$0.05"),
        ("1.005", DOLLAR, "$1.01"),
        ("0.0049", DOLLAR, "$0.00"),
        ("1234.5", EURO, "1.234,50\u00a0€"),
        ("1499.5", YEN, "¥1,500"),
        ("1.5", DINAR, "KWD\u00a01.500"),
        ("99999999999.9999", DOLLAR, "$100,000,000,000.00"),
    ],
)
def test_money(run: Run, amount: str, currency: dict[str, object], written: str) -> None:
    assert run("format.js", "(m, [amount, currency]) => m.money(amount, currency)", [amount, currency]) == written


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("12.5", DOLLAR, "12.5"),
        ("1,250.50", DOLLAR, "1250.5"),
        ("12,5", DOLLAR, "12.5"),
        ("1.250,50", EURO, "1250.5"),
        (" .5 ", DOLLAR, "0.5"),
        ("٤٢", DOLLAR, "42"),
        ("-3", DOLLAR, "-3"),
        ("1.23456", DOLLAR, None),
        ("", DOLLAR, None),
        ("1e3", DOLLAR, None),
        ("twelve", DOLLAR, None),
    ],
)
def test_typed(run: Run, typed: str, currency: dict[str, object], amount: str | None) -> None:
    assert run("format.js", "(m, [typed, currency]) => m.typed(typed, currency)", [typed, currency]) == amount


@pytest.mark.parametrize(
    ("due", "offers"),
    [
        ("11.53", ["11.53", "12", "15", "20"]),
        ("20", ["20", "50"]),
        ("0.05", ["0.05", "1", "5", "10"]),
    ],
)
def test_quick_cash(run: Run, due: str, offers: list[str]) -> None:
    source = "(m, due) => m.quickCash(due, ['1', '5', '10', '20', '50'])"
    assert run("quick-cash.js", source, due) == offers
