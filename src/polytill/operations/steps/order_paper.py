"""A sales order on paper: priced like a sale, without moving goods or money."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from polytill.domain.business.selectors import Series
from polytill.domain.sales.selectors.returns import is_number_taken
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.kernel.money import ZERO
from polytill.operations.steps import books
from polytill.operations.steps.cart import Checkout
from polytill.operations.steps.counter import Counter, gather
from polytill.operations.steps.journal import take
from polytill.operations.steps.references import check_references
from polytill.operations.steps.ring_up import RungUp, ring_up

TYPE = "sales_order"


def price_order(command: Checkout, actor: Actor) -> tuple[RungUp, Counter]:
    """Combos cannot be ordered: what they are made of is settled when they are sold."""
    command = replace(command, status="draft", sub_status=None, is_direct=True, order_ids=())
    counter = gather([command], actor)
    for line in command.lines:
        item = counter.items.get(line.variation_id)
        if item is not None and item.type == "combo":
            raise rule("order.combo", f"{item.label} is a combo and cannot be ordered.")
    rung = ring_up(0, command, counter)
    check_references(command, counter)
    return rung, counter


def order_row(
    rung: RungUp, counter: Counter, order_id: int, number: str, series_id: int, *, actor: Actor, now: datetime
) -> Row:
    day = books.command_day(rung.command, counter.shop.tz)
    row = books.sale_row(rung, order_id, number, series_id, (), ZERO, actor=actor, now=now, day=day)
    return {**row, "type": TYPE, "status": "ordered"}


def next_number(series: Series, actor: Actor, now: datetime) -> str:
    """One that nobody has chosen for an order of his own."""
    while True:
        number = take({series: 1}, actor=actor, now=now).numbers[series][0]
        if not is_number_taken(TYPE, number, actor):
            return number
