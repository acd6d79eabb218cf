"""Goods of a purchase come in: each line a cost layer, in the unit that its stock is counted in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.catalog.selectors import Sellable
from polytill.domain.purchasing.selectors import OrderedLine
from polytill.domain.stock.services import Incoming, bring_in
from polytill.kernel.actor import Actor
from polytill.kernel.money import EXACT, fine
from polytill.kernel.quantity import to_base


def receive_goods(
    *,
    purchase_id: int,
    location_id: int,
    lines: Sequence[OrderedLine],
    quantities: Mapping[int, Decimal],
    items: Mapping[int, Sellable],
    received_at: datetime,
    actor: Actor,
    now: datetime,
) -> None:
    """quantities: per line, in its purchase unit. Lines of products without stock bring nothing in."""
    incoming = [
        _incoming(line, quantities[line.id], items[line.variation_id], purchase_id, location_id)
        for line in lines
        if quantities.get(line.id) and items[line.variation_id].enable_stock
    ]
    bring_in(
        incoming=incoming,
        reason="purchase",
        source_kind="purchase",
        received_at=received_at,
        actor=actor,
        now=now,
    )


def _incoming(line: OrderedLine, quantity: Decimal, item: Sellable, purchase_id: int, location_id: int) -> Incoming:
    own_stock = item.stock_per_unit
    per_unit = Decimal(1) if own_stock else line.multiplier
    return Incoming(
        place=(location_id, line.variation_id, line.unit_id if own_stock else item.unit_id),
        quantity=to_base(quantity, per_unit),
        unit_cost=fine(EXACT.divide(line.unit_price, per_unit)),
        unit_cost_inc_tax=fine(EXACT.divide(line.unit_price_inc_tax, per_unit)),
        source_id=purchase_id,
        source_line_id=line.id,
        lot_number=line.lot_number,
        made_on=line.made_on,
        expires_on=line.expires_on,
    )
