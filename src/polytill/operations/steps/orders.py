"""A final sale that names sales orders fulfils them: by variation, the oldest order line first, up to what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.sales.selectors import open_order_lines
from polytill.domain.sales.services import invoice_order_lines
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.quantity import from_base, to_base
from polytill.operations.steps.ring_up import RungUp


def fulfil_orders(rung: Sequence[RungUp], lines: Sequence[Row], *, actor: Actor, now: datetime) -> None:
    naming = [r for r in rung if r.command.order_ids and r.command.status == "final"]
    by_owner = _lines_by_owner(rung, lines) if naming else {}
    match_orders([(r.command.order_ids, by_owner[r.owner]) for r in naming], actor=actor, now=now)


def match_orders(naming: Sequence[tuple[Sequence[int], list[Row]]], *, actor: Actor, now: datetime) -> None:
    """naming: the orders that a sale names, and its lines; the lines keep what they fulfilled."""
    if not naming:
        return
    order_ids = sorted({order for orders, _ in naming for order in orders})
    left = open_order_lines(order_ids, actor)
    invoiced: dict[int, Decimal] = {}
    for orders, rows in naming:
        for row in rows:
            _match(row, orders, left, invoiced)
    invoice_order_lines(invoiced=invoiced, order_ids=order_ids, actor=actor, now=now)


def _lines_by_owner(rung: Sequence[RungUp], lines: Sequence[Row]) -> dict[int, list[Row]]:
    found, start = {}, 0
    for r in rung:
        found[r.owner] = list(lines[start : start + len(r.items)])
        start += len(r.items)
    return found


def _match(row: Row, order_ids: Sequence[int], left: list[list], invoiced: dict[int, Decimal]) -> None:
    """left: see open_order_lines. A dozen sold fulfils twelve pieces ordered. The line keeps what it fulfilled, in the
    order's units, for the undoing."""
    if row["parent_id"] is not None:
        return
    wanted, fulfilled = to_base(row["quantity"], row["multiplier"]), []
    for entry in left:
        line_id, order_id, variation_id, remaining, size = entry
        part = min(from_base(wanted, size), remaining)
        if order_id not in order_ids or variation_id != row["variation_id"] or part <= 0:
            continue
        entry[3] -= part
        wanted -= to_base(part, size)
        invoiced[line_id] = invoiced.get(line_id, Decimal(0)) + part
        fulfilled.append([line_id, str(part)])
    if fulfilled:
        row["order_line_id"] = fulfilled[0][0]
        row["details"] = {**(row["details"] or {}), "fulfils": fulfilled}
