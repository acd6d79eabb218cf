from __future__ import annotations

import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from polytill.api.common.csv_stream import cell, csv_response, lines
from polytill.api.common.exact_json import encode

KOLKATA = ZoneInfo("Asia/Kolkata")
NOON = datetime(2026, 3, 6, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@home", "'@home"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=b", "a=b"),
        (Decimal("-1.50"), "-1.5"),
        (Decimal("0E-4"), "0"),
        (-5, "-5"),
        (True, "1"),
        (False, "0"),
        (None, ""),
        (NOON, "2026-03-06T17:30:00+05:30"),
        (date(2026, 3, 6), "2026-03-06"),
        ({"a": [Decimal("0.10"), NOON]}, '{"a":[0.1,"2026-03-06T17:30:00+05:30"]}'),
        ([], "[]"),
    ],
)
def test_cells(value: object, text: str) -> None:
    assert cell(value, KOLKATA) == text


def test_a_stream_starts_with_the_mark_and_the_columns() -> None:
    stream = b"".join(lines(["id", "name"], [[1, 'Say "hi", you'], [2, "two\nlines"]], KOLKATA))
    assert stream == b'\xef\xbb\xbfid,name\r\n1,"Say ""hi"", you"\r\n2,"two\nlines"\r\n'


def test_a_stream_of_nothing_has_its_columns() -> None:
    assert b"".join(lines(["id"], [], KOLKATA)) == b"\xef\xbb\xbfid\r\n"


def test_a_long_stream_stays_flat_in_memory() -> None:
    rows = ([number, "name " * 10, Decimal(number)] for number in range(50_000))
    tracemalloc.start()
    size = sum(len(chunk) for chunk in lines(["id", "name", "amount"], rows, KOLKATA))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 3_000_000
    assert peak < 1_000_000


def test_a_query_that_fails_fails_before_the_answer_begins() -> None:
    def rows():  # type: ignore[no-untyped-def]
        raise RuntimeError("no table")
        yield []

    with pytest.raises(RuntimeError, match="no table"):
        csv_response("x", ["id"], rows(), KOLKATA)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("437.5000"), b"437.5"),
        (Decimal("-0.00"), b"0"),
        (Decimal("12345678901234567890.1234"), b"12345678901234567890.1234"),
        (Decimal("1E+3"), b"1000"),
        ({"at": NOON, 7: Decimal("0.1")}, b'{"at":"2026-03-06T17:30:00+05:30","7":0.1}'),
        ((1, frozenset({2})), b"[1,[2]]"),
    ],
)
def test_json_keeps_every_digit(value: object, text: bytes) -> None:
    assert encode(value, KOLKATA) == text


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        encode({"x": object()}, KOLKATA)
