"""The next number of a document or a contact whose operation enters one at a time."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.business.selectors import shop
from polytill.domain.business.services import take_numbers, written
from polytill.kernel.actor import Actor
from polytill.operations.steps.numbering import series_for


def next_code(kind: str, *, actor: Actor, now: datetime, location_id: int | None = None) -> str:
    """Locks the series to the commit: call it as late as can be."""
    series = series_for(kind, location_id, actor)
    day = now.astimezone(shop(actor.business_id).tz).date()
    return written(series, take_numbers(wanted={series: 1}, day=day)[series].first, day)
