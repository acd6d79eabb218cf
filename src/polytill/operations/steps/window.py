"""How long a document may be changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from polytill.domain.business.selectors import shop
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.operations.steps.journal import today


def need_edit_window(document: Row, *, actor: Actor, now: datetime) -> None:
    """Within so many days after its date, counted in the shop's days."""
    business = shop(actor.business_id)
    last = document["at"].astimezone(business.tz).date() + timedelta(days=business.transaction_edit_days)
    if last < today(actor, now):
        raise rule(
            "document.edit_window_over",
            f"This can be changed for {business.transaction_edit_days} days only.",
            days=business.transaction_edit_days,
        )
