"""What a new business starts with: the unit that everything countable is sold in."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.catalog.models import Unit


def found_unit(*, business_id: int, now: datetime) -> Unit:
    return Unit.objects.create(
        business_id=business_id, name="Pieces", short_name="Pc(s)", created_at=now, updated_at=now
    )
