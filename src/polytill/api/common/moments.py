"""Dates as foreign clients write them, read in the shop's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import parser

LONGEST = 64
# Digits alone, or a date without its year in full, name no date.
PLAUSIBLE = re.compile(r"(?=.*\d{4})(?=.*\d{1,2}\D+\d|.*[A-Za-z]{3}|\d{8}(\D|$))", re.DOTALL)
# As PHP has it: slashes part month/day/year, dashes and dots day-month-year.
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}(?!\d)")
DASHED = re.compile(r"(\d{1,2})([-.])(\d{1,2})\2\d{4}(?!\d)")
# Two unlike defaults tell which parts of the date the text named.
_FIRST, _SECOND = datetime(2000, 1, 1), datetime(2001, 2, 2)  # noqa: DTZ001


def moment(value: Any, tz: ZoneInfo) -> datetime:
    """A date or an instant; without an offset it is the shop's local time, a date alone is its midnight.

    Refuses what names no full date with ValueError.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=tz)
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError("not a date")
    text = value.strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _loose(text)
    _check_year(found)
    return found if found.tzinfo else found.replace(tzinfo=tz)


def _check_year(found: date) -> None:
    """The first and last years have days that have no instant in every zone."""
    if not 1000 <= found.year <= 9998:
        raise ValueError("not a date")


def _loose(text: str) -> datetime:
    slashed, dashed = SLASHED.match(text), DASHED.match(text)
    month = slashed[1] if slashed else dashed[3] if dashed else "1"
    if not PLAUSIBLE.match(text) or int(month) > 12:
        raise ValueError("not a date")
    try:
        found, again = (
            parser.parse(text, default=default, dayfirst=dashed is not None, tzinfos=_zone)
            for default in (_FIRST, _SECOND)
        )
    except (parser.ParserError, OverflowError, TypeError, AttributeError):
        raise ValueError("not a date") from None
    if found.date() != again.date():
        raise ValueError("not a full date")
    return found


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """offset in seconds. Names of zones other than UTC are ambiguous."""
    if name is None and offset is None:
        return None
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name in ("UTC", "GMT", "Z"):
        return UTC
    raise ValueError("not a zone")


def day(value: Any, tz: ZoneInfo) -> date:
    """The shop's day of what `moment` reads."""
    return moment(value, tz).astimezone(tz).date()


def strict_day(value: Any) -> date:
    """Y-m-d and nothing else."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        raise ValueError("not a date")
    found = date.fromisoformat(value.strip())
    _check_year(found)
    return found


def midnight(value: date, tz: ZoneInfo) -> datetime:
    return datetime.combine(value, time.min, tz)
