"""Quantities in whatever unit people count in, as the stock keeps them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from polytill.domain.catalog.selectors import Measure, Sellable, sellables
from polytill.domain.stock.services import Place
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import EXACT
from polytill.kernel.quantity import LARGEST_QUANTITY, to_base


def items_of(variation_ids: Collection[int], actor: Actor, *, stocked: bool = False) -> dict[int, Sellable]:
    """Refuses what the business does not have; stocked: also what is not kept in stock."""
    items = sellables(sorted(set(variation_ids)), actor)
    for position, variation_id in enumerate(variation_ids):
        if variation_id not in items or (stocked and not items[variation_id].enable_stock):
            raise invalid({f"lines.{position}.variation_id": ["The selected variation_id is invalid."]})
    return items


def per_base(position: int, item: Sellable, unit_id: int | None, measures: Mapping[int, Measure]) -> Decimal:
    """How many of the product's base unit the unit holds; refuses a unit of another kind."""
    if unit_id is None or unit_id == item.unit_id:
        return Decimal(1)
    base, unit = measures[item.unit_id], measures.get(unit_id)
    if unit is None or unit.base_id != base.base_id:
        raise invalid({f"lines.{position}.unit_id": ["The selected unit is invalid."]})
    return EXACT.divide(unit.multiplier, base.multiplier)


def placed(
    position: int,
    item: Sellable,
    quantity: Decimal,
    unit_id: int | None,
    location_id: int,
    measures: Mapping[int, Measure],
) -> tuple[Place, Decimal]:
    """Where the quantity lies, and how much it is there."""
    factor = per_base(position, item, unit_id, measures)
    if item.stock_per_unit:
        return (location_id, item.variation_id, unit_id or item.unit_id), to_base(quantity, Decimal(1))
    return (location_id, item.variation_id, item.unit_id), to_base(quantity, factor)


def check_quantity(position: int, quantity: Decimal, *, signed: bool = False) -> None:
    size = abs(quantity) if signed and quantity.is_finite() else quantity
    if not quantity.is_finite() or not Decimal("0.0001") <= size <= LARGEST_QUANTITY:
        raise invalid({f"lines.{position}.quantity": ["The quantity must be greater than 0."]})
