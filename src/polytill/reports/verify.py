"""Does the shop add up: every level is the sum of its entries, every chain of documents is whole."""

from __future__ import annotations

from collections.abc import Iterator

from polytill.reports.verification import chains, levels


def faults(*, business_id: int | None = None) -> Iterator[str]:
    """A line for each fault, in the words of the one who has to look for it. None is all businesses."""
    for check in levels.CHECKS:
        yield from check(business_id)
    yield from chains.faults(business_id)
