from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from polytill.api.common.moments import day, moment, strict_day

KOLKATA = ZoneInfo("Asia/Kolkata")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-06", "2026-03-06T00:00:00+05:30"),
        ("2026-03-06 10:00", "2026-03-06T10:00:00+05:30"),
        (" 2026-03-06 10:00:01 ", "2026-03-06T10:00:01+05:30"),
        ("2026-03-06T10:00:00Z", "2026-03-06T10:00:00+00:00"),
        ("2026-03-06T10:00:00+02:00", "2026-03-06T10:00:00+02:00"),
        ("2026-3-6", "2026-03-06T00:00:00+05:30"),
        ("20260306", "2026-03-06T00:00:00+05:30"),
        ("2026/03/06", "2026-03-06T00:00:00+05:30"),
        ("03/06/2026", "2026-03-06T00:00:00+05:30"),
        ("06-03-2026", "2026-03-06T00:00:00+05:30"),
        ("06.03.2026 17:45", "2026-03-06T17:45:00+05:30"),
        ("03/06/2026 10:00 PM", "2026-03-06T22:00:00+05:30"),
        ("6 March 2026", "2026-03-06T00:00:00+05:30"),
        ("Fri, 06 Mar 2026 10:00:00 GMT", "2026-03-06T10:00:00+00:00"),
    ],
)
def test_dates_are_read_in_the_zone_of_the_shop(text: str, instant: str) -> None:
    assert moment(text, KOLKATA).isoformat() == instant


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "tomorrow", "now", "Friday", "12", "2026", "10:00", "1772791200", "Mar 2026", "2026-03",
        "2026-13-01", "2026-02-30", "13/06/2026", "06-13-2026", "2026-03-06T25:00", "0000-00-00", "0001-01-01",
        "99999-01-01", "2026-03-06 10:00 EST", "2026-03-06T10:00:00+99:00", "a 2026 b 3 c 6", "1e5", "2026-03-06" * 9,
    ],
)  # fmt: skip
def test_what_names_no_full_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment(text, KOLKATA)


@pytest.mark.parametrize("value", [None, 5, True, ["2026-03-06"], date(2026, 3, 6)])
def test_only_texts_and_instants_are_dates(value: object) -> None:
    with pytest.raises(ValueError, match="not a date"):
        moment(value, KOLKATA)


def test_the_day_is_that_of_the_shop() -> None:
    assert day("2026-03-06T20:00:00Z", KOLKATA) == date(2026, 3, 7)
    assert day(datetime(2026, 3, 6, 12, tzinfo=UTC), KOLKATA) == date(2026, 3, 6)


@pytest.mark.parametrize(
    "text", ["06/03/2026", "2026-3-6", "2026-03-06 00:00", "2026-02-30", "20260306", "9999-12-31", "0001-01-01", 5]
)
def test_a_strict_day_is_written_one_way(text: object) -> None:
    assert strict_day("2026-03-06") == date(2026, 3, 6)
    with pytest.raises(ValueError, match=r".+"):
        strict_day(text)
