"""The goods of a document that has been written before leave the shelf: by its lines, as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.business.selectors import shop
from polytill.domain.catalog.selectors import Sellable, sellables
from polytill.domain.stock.services import Outgoing, take_out
from polytill.domain.stock.services import Place as StockPlace
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.kernel.quantity import to_base
from polytill.operations.steps.goods import shortage_refusal


def take_stored_goods(sale: Row, lines: Sequence[Row], *, actor: Actor, now: datetime) -> None:
    """A combo's components are lines of their own; modifiers take nothing."""
    items = sellables(sorted({row["variation_id"] for row in lines}), actor)
    gone = [row["label"] for row in lines if row["variation_id"] not in items]
    if gone:
        raise rule("product.gone", f"{gone[0]} is no longer sold.")
    short = take_out(
        wanted=[out for row in lines if (out := _outgoing(sale, row, items[row["variation_id"]])) is not None],
        allow_negative=shop(actor.business_id).settings.allow_overselling,
        reason="sale",
        source_kind="sale",
        actor=actor,
        now=now,
    )
    labels = {row["variation_id"]: row["label"] for row in lines}
    for shortage in short.values():
        raise shortage_refusal(shortage, labels[shortage.place[1]])


def _outgoing(sale: Row, row: Row, item: Sellable) -> Outgoing | None:
    if not item.enable_stock or item.type == "combo" or row["child_kind"] == "modifier":
        return None
    place, quantity = _stock(sale, row, item)
    return Outgoing(
        owner=0,
        place=place,
        quantity=quantity,
        source_id=sale["id"],
        source_line_id=row["id"],
        cost=item.purchase_price,
        layer_id=row["layer_id"],
    )


def _stock(sale: Row, row: Row, item: Sellable) -> tuple[StockPlace, Decimal]:
    """Goods that are kept by the unit they are sold in have a level for each."""
    if item.stock_per_unit and row["child_kind"] is None:
        return (sale["location_id"], item.variation_id, row["unit_id"]), row["quantity"]
    return (sale["location_id"], item.variation_id, item.unit_id), to_base(row["quantity"], row["multiplier"])
