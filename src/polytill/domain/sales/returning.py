"""What of a sale's lines has come back: the level beside the lines of its return."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from polytill.domain.sales.models import SaleLine
from polytill.kernel.actor import Actor


def set_returned(*, quantities: Mapping[int, Decimal], actor: Actor) -> None:
    for line_id, quantity in sorted(quantities.items()):
        SaleLine.objects.visible_to(actor).filter(pk=line_id).update(quantity_returned=quantity)
