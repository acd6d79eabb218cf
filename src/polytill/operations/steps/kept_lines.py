"""A document is written anew, and lines of it that are named keep their place: their id, and what the door does not
speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from polytill.domain.sales.models import SaleLine
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.kernel.errors import invalid
from polytill.kernel.money import EXACT, fine
from polytill.operations.steps.cart import CheckoutLine, Modifier
from polytill.operations.steps.ring_up import RungUp


def line_ids(rung: RungUp, kept: Sequence[int | None]) -> list[int]:
    """Lines of their own come in the order of the command; what hangs on them is always new."""
    wanted = iter(kept)
    named = [next(wanted) if item.parent is None else None for item in rung.items]
    fresh = iter(take_ids({SaleLine: named.count(None)}).get(SaleLine, []))
    return [next(fresh) if line_id is None else line_id for line_id in named]


def with_what_is_kept(
    lines: Sequence[CheckoutLine], kept: Sequence[int | None], stored: Sequence[Row], document: str
) -> tuple[CheckoutLine, ...]:
    """What the door's line does not speak of stays as stored: unit, note, lot, waiter, modifiers."""
    own = {row["id"]: row for row in stored if row["parent_id"] is None}
    extras: dict[int, list[Row]] = {}
    for row in stored:
        if row["child_kind"] == "modifier":
            extras.setdefault(row["parent_id"], []).append(row)
    wrong = {
        f"lines.{i}.line_id": [f"The selected line is not one of this {document}."]
        for i, line_id in enumerate(kept)
        if line_id is not None and (line_id not in own or line_id in kept[:i])
    }
    if wrong:
        raise invalid(wrong)
    return tuple(
        line if line_id is None else _kept(line, own[line_id], extras.get(line_id, []))
        for line, line_id in zip(lines, kept, strict=True)
    )


def _kept(line: CheckoutLine, row: Row, extras: Sequence[Row]) -> CheckoutLine:
    if line.variation_id != row["variation_id"]:
        return line
    return replace(
        line,
        unit_id=row["unit_id"],
        note=row["note"],
        layer_id=row["layer_id"],
        staff_id=row["service_staff_id"],
        details=row["details"],
        modifiers=tuple(_modifier(extra, row) for extra in extras),
    )


def _modifier(extra: Mapping[str, object], row: Row) -> Modifier:
    per_piece = fine(EXACT.divide(extra["quantity"], row["quantity"]))  # type: ignore[arg-type]
    return Modifier(extra["variation_id"], per_piece, extra["unit_price_inc_tax"])  # type: ignore[arg-type]
