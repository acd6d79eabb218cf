"""What a new business starts with: the customer who walks in."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.parties.models import Contact


def found_walk_in_customer(*, business_id: int, code: str, now: datetime) -> Contact:
    return Contact.objects.create(
        business_id=business_id,
        type="customer",
        code=code,
        name="Walk-In Customer",
        is_default=True,
        created_at=now,
        updated_at=now,
    )
