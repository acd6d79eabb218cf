"""Where the goods of a sale are on their way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from polytill.domain.sales.models import Sale
from polytill.kernel.actor import Actor


def set_shipping(*, sale_id: int, fields: dict[str, Any], actor: Actor, now: datetime) -> None:
    """No new version: the document says the same."""
    Sale.objects.visible_to(actor).filter(pk=sale_id).update(**fields, updated_at=now)
