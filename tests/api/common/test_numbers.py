from __future__ import annotations

from decimal import Decimal

import pytest

from polytill.api.common.numbers import flag, number, written_number


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (5, "5"),
        (0.1, "0.1"),
        (1.005, "1.005"),
        ("12.50", "12.5"),
        (" -3 ", "-3"),
        ("1e3", "1000"),
        (12345678901.2345, "12345678901.2345"),
    ],
)
def test_numbers_and_numeric_texts(given: object, found: str) -> None:
    assert number(given) == Decimal(found)


@pytest.mark.parametrize(
    "given", [True, None, "", "ten", "1,5", "0x10", "NaN", "inf", float("inf"), [], {}, "1e12", 1e300]
)
def test_what_is_no_number(given: object) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number(given)


@pytest.mark.parametrize(
    ("text", "decimal", "thousand", "found"),
    [
        ("1,234.50", ".", ",", "1234.5"),
        ("1.234,50", ",", ".", "1234.5"),
        ("1 234,5", ",", " ", "1234.5"),
        ("1234.5", ".", "", "1234.5"),
        ("-7", ".", ",", "-7"),
    ],
)
def test_numbers_as_the_business_writes_them(text: str, decimal: str, thousand: str, found: str) -> None:
    assert written_number(text, decimal_separator=decimal, thousand_separator=thousand) == Decimal(found)


def test_a_json_number_has_no_separators_of_the_business() -> None:
    assert written_number(1234.5, decimal_separator=",", thousand_separator=".") == Decimal("1234.5")


@pytest.mark.parametrize(
    ("given", "found"), [(True, True), (1, True), ("true", True), ("0", False), (0, False), ("FALSE", False)]
)
def test_flags(given: object, found: bool) -> None:
    assert flag(given) is found


@pytest.mark.parametrize("given", [2, "yes", "", None, 0.0, []])
def test_what_is_no_flag(given: object) -> None:
    with pytest.raises(ValueError, match="neither"):
        flag(given)
