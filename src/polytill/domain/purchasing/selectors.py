from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from polytill.domain.purchasing.models import PurchaseLine
from polytill.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A line of a purchase as a reception needs it; prices per purchase unit."""

    id: int
    variation_id: int
    unit_id: int
    multiplier: Decimal
    open: Decimal
    unit_price: Decimal
    unit_price_inc_tax: Decimal
    lot_number: str
    made_on: date | None
    expires_on: date | None


def ordered_lines(purchase_id: int, actor: Actor) -> list[OrderedLine]:
    rows = PurchaseLine.objects.visible_to(actor).filter(purchase_id=purchase_id).order_by("position")
    return [
        OrderedLine(
            id=row.pk,
            variation_id=row.variation_id,
            unit_id=row.unit_id or 0,  # every line is entered with its unit
            multiplier=row.multiplier,
            open=row.quantity - row.quantity_received,
            unit_price=row.unit_price,
            unit_price_inc_tax=row.unit_price_inc_tax,
            lot_number=row.lot_number,
            made_on=row.made_on,
            expires_on=row.expires_on,
        )
        for row in rows
    ]
