"""Instants are timezone-aware; a shop's day is worked out in its own zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def day_bounds(first: date, last: date, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants [start of first, start of the day after last) in that zone."""
    return (
        datetime.combine(first, time.min, tz).astimezone(UTC),
        datetime.combine(last + timedelta(days=1), time.min, tz).astimezone(UTC),
    )
