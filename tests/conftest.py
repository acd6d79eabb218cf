"""What every test may use. Fixtures of a shop stand beside the tests that need them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from polytill.kernel.time import Clock
from tests.shop import shop  # noqa: F401


@pytest.fixture
def now() -> datetime:
    """Friday, noon in UTC."""
    return datetime(2026, 3, 6, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(now: datetime) -> Clock:
    return lambda: now
