"""Goods of a sale come back, more or fewer than before: to the layers that they came from, out again where a return
is lessened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.business.selectors import shop
from polytill.domain.stock.moved import Moved, moved_by
from polytill.domain.stock.services import Outgoing, give_back, take_out
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.kernel.money import EXACT, ZERO, fine, plain
from polytill.kernel.quantity import to_base

SOURCE = "return"


def with_components(lines: Sequence[Row], returned: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The same with the components of combos, each in proportion to its combo."""
    found = dict(returned)
    by_id = {line["id"]: line for line in lines}
    for line in lines:
        if line["child_kind"] == "combo" and line["parent_id"] in returned:
            whole = by_id[line["parent_id"]]["quantity"]
            share = EXACT.multiply(line["quantity"], returned[line["parent_id"]])
            found[line["id"]] = fine(EXACT.divide(share, whole))
    return found


def move_goods(
    *,
    sale_id: int,
    return_id: int,
    lines: Sequence[Row],
    returned: Mapping[int, Decimal],
    actor: Actor,
    now: datetime,
) -> None:
    """lines: the sale's, with quantity_returned as it was; returned: as it is to be, per line."""
    out = moved_by("sale", sale_id, actor)
    changes = {
        line["id"]: _in_stock(line, returned[line["id"]], out) - _in_stock(line, line["quantity_returned"], out)
        for line in lines
        if line["id"] in returned and line["id"] in out
    }
    back = {line_id: change for line_id, change in changes.items() if change > 0}
    again = {line_id: -change for line_id, change in changes.items() if change < 0}
    if back:
        give_back(
            lines=back,
            out_kind="sale",
            out_id=sale_id,
            back_kind=SOURCE,
            back_id=return_id,
            reason="return",
            actor=actor,
            now=now,
        )
    if again:
        _take_again(again, lines, return_id, actor, now)


def _in_stock(line: Row, quantity: Decimal, out: Mapping[int, list[Moved]]) -> Decimal:
    """In the unit that the line's goods lie in: the line's own where it has a stock of its own, else the base unit."""
    lies_in = out[line["id"]][0].place[2]
    return quantity if lies_in == line["unit_id"] else to_base(quantity, line["multiplier"])


def _take_again(
    again: Mapping[int, Decimal], lines: Sequence[Row], return_id: int, actor: Actor, now: datetime
) -> None:
    """From the layers that the goods came back to, as far as they still lie there; else from the oldest."""
    came = moved_by(SOURCE, return_id, actor)
    wanted: list[Outgoing] = []
    for line_id, quantity in again.items():
        left = quantity
        for part in reversed(came.get(line_id, [])):
            taken = min(left, part.quantity)
            if taken > 0:
                wanted.append(Outgoing(0, part.place, taken, return_id, line_id, part.cost, part.layer_id))
                left -= taken
    short = take_out(
        wanted=wanted,
        allow_negative=shop(actor.business_id).settings.allow_overselling,
        reason="return_undone",
        source_kind=SOURCE,
        actor=actor,
        now=now,
    )
    if short:
        shortage = short[0]
        label = next(line["label"] for line in lines if line["variation_id"] == shortage.place[1])
        raise rule(
            "stock.insufficient",
            f"Only {plain(max(shortage.available, ZERO))} of {label} in stock; what came back has been sold again.",
            variation_id=shortage.place[1],
        )
