"""The opening of the large shelves, and what is left on them at the end."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from polytill.domain.stock.models import Adjustment, AdjustmentLine, CostLayer, StockLevel, StockMove
from polytill.operations.steps.codes import next_code
from polytill.project.demo.bulk.bare import continue_ids, last_id
from polytill.project.demo.bulk.goods import Sku
from polytill.project.demo.bulk.table import Table
from polytill.project.demo.bulk.trade import FINE, Shelf, stock_for
from polytill.project.demo.world import World

FILLED = (StockLevel, CostLayer, Adjustment, AdjustmentLine)


def open_shelves(world: World, skus: Sequence[Sku], *, sales: int, at: datetime) -> dict[str, Shelf]:
    dice = random.Random(len(skus))  # noqa: S311
    shelves: dict[str, Shelf] = {}
    layer = last_id(CostLayer) + 1
    for code in ("BL0001", "BL0002"):
        opened = stock_for(skus, sales, dice)
        shelves[code] = Shelf(world.locations[code], opened, list(opened), layer)
        layer += len(skus)
        _opening(world, skus, shelves[code], at)
    return shelves


def _opening(world: World, skus: Sequence[Sku], shelf: Shelf, at: datetime) -> None:
    worth = sum(sku.cost * pieces for sku, pieces in zip(skus, shelf.opened, strict=True))
    opening = Adjustment(
        business_id=world.business_id, location_id=shelf.location_id, kind="opening", reason="Opening stock", at=at,
        number=next_code("stock_adjustment", actor=world.actor, now=at), created_by_id=world.actor.user_id,
        created_at=at, updated_at=at,
    )  # fmt: skip
    opening.total = Adjustment._meta.get_field("total").unscaled(worth)
    opening.save(force_insert=True)
    common = {"business_id": world.business_id, "unit_id": world.units["Pieces"]}
    lines = Table(
        AdjustmentLine, ("id", "variation_id", "quantity", "unit_cost", "layer_id"), adjustment_id=opening.pk, **common
    )
    moves = Table(
        StockMove,
        ("variation_id", "layer_id", "quantity", "balance", "unit_cost", "source_line_id"),
        location_id=shelf.location_id, reason="opening", source_kind="opening", source_id=opening.pk,
        created_by_id=world.actor.user_id, at=at, **common,
    )  # fmt: skip
    line = last_id(AdjustmentLine)
    for place, (sku, pieces) in enumerate(zip(skus, shelf.opened, strict=True)):
        line += 1
        layer = shelf.first_layer + place
        lines.add((line, sku.variation_id, pieces * FINE, sku.cost, layer))
        moves.add((sku.variation_id, layer, pieces * FINE, pieces * FINE, sku.cost, line))
    lines.flush()
    moves.flush()
    continue_ids([AdjustmentLine])
    shelf.opening_id, shelf.first_line = opening.pk, line - len(skus) + 1


def count_shelves(world: World, skus: Sequence[Sku], shelves: dict[str, Shelf], at: datetime) -> None:
    """Layers and levels as the sales left them."""
    common = {"business_id": world.business_id, "unit_id": world.units["Pieces"]}
    for shelf in shelves.values():
        levels = Table(StockLevel, ("variation_id", "quantity"), location_id=shelf.location_id, **common)
        layers = Table(
            CostLayer,
            ("id", "variation_id", "source_line_id", "unit_cost", "unit_cost_inc_tax", "quantity", "remaining"),
            location_id=shelf.location_id, source_kind="opening", source_id=shelf.opening_id, received_at=at, **common,
        )  # fmt: skip
        for place, (sku, opened, left) in enumerate(zip(skus, shelf.opened, shelf.left, strict=True)):
            taxed = sku.cost + round(sku.cost * sku.tax / sku.net)
            levels.add((sku.variation_id, left * FINE))
            layers.add(
                (shelf.first_layer + place, sku.variation_id, shelf.first_line + place, sku.cost, taxed, opened * FINE,
                 left * FINE)
            )  # fmt: skip
        levels.flush()
        layers.flush()
    continue_ids([CostLayer])
