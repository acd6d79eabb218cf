"""Dates as foreign clients write them, read in the shop's zone."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import parser

# A date in digits must name the year in full, the rest may be any usual order; a bare number or a weekday is no date.
PLAUSIBLE = re.compile(r"(?=.*\d{4})(?=.*\d{1,2}\D+\d|.*[A-Za-z]{3}|\d{8}(\D|$))", re.DOTALL)
LONGEST = 64
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
    if not 1000 <= found.year <= 9998:
        raise ValueError("not a date")
    return found if found.tzinfo else found.replace(tzinfo=tz)


def _loose(text: str) -> datetime:
    if not PLAUSIBLE.match(text):
        raise ValueError("not a date")
    try:
        found = parser.parse(text, default=_FIRST)
        again = parser.parse(text, default=_SECOND)
    except (parser.ParserError, OverflowError, TypeError, AttributeError):
        raise ValueError("not a date") from None
    if found.date() != again.date():
        raise ValueError("not a full date")
    return found


def day(value: Any, tz: ZoneInfo) -> date:
    """The shop's day of what `moment` reads."""
    return moment(value, tz).astimezone(tz).date()


def strict_day(value: Any) -> date:
    """Y-m-d and nothing else."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        raise ValueError("not a date")
    return date.fromisoformat(value.strip())


def midnight(value: date, tz: ZoneInfo) -> datetime:
    return datetime.combine(value, time.min, tz)
