"""The one place where the pages and the till read the clock; below it, time is passed in."""

from __future__ import annotations

from datetime import datetime

from polytill.kernel.time import system_clock


def now() -> datetime:
    return system_clock()
