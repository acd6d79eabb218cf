"""A held sale is changed: what its old lines did is undone by entries, the new ones are entered under its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.sales.models import SaleLine
from polytill.domain.sales.rewriting import replace_lines
from polytill.domain.sales.selectors.documents import document_lines
from polytill.domain.sales.services import invoice_order_lines
from polytill.domain.stock.services import give_back
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO
from polytill.operations.steps import books
from polytill.operations.steps.cart import Checkout
from polytill.operations.steps.counter import Counter, gather
from polytill.operations.steps.goods import take_goods
from polytill.operations.steps.orders import fulfil_orders
from polytill.operations.steps.references import check_references
from polytill.operations.steps.ring_up import RungUp, ring_up
from polytill.operations.steps.settle import check_expected

# What a document keeps through all its versions.
KEPT = ("id", "business_id", "number", "series_id", "client_uuid", "door", "created_at", "created_by_id", "updated_at")


@dataclass(frozen=True, slots=True)
class Amended:
    """The document's row as it is now, and what of it is to be written."""

    sale: Row
    fields: dict[str, Any]
    lines: list[Row]


def command_for(sale: Row, changed: Checkout) -> Checkout:
    """A held sale stays at its location and a sale of the till."""
    return replace(changed, location_id=sale["location_id"], status="final", sub_status=None, is_direct=False)


def amend(sale: Row, command: Checkout, *, actor: Actor, now: datetime) -> Amended:
    """Swaps goods, orders and lines; payments and the sale's own row are the caller's."""
    counter = gather([command], actor)
    rung = ring_up(0, command, counter)
    check_expected(rung)
    check_references(command, counter)
    undo_goods(sale, actor=actor, now=now)
    release_orders(document_lines(sale["id"], actor), actor=actor, now=now)
    lines = _enter_lines(rung, sale["id"], counter, actor, now)
    day = books.command_day(command, counter.shop.tz)
    row = books.sale_row(rung, sale["id"], sale["number"], sale["series_id"], (), ZERO, actor=actor, now=now, day=day)
    row["details"] = {**sale["details"], **row["details"]}
    fields = {name: value for name, value in row.items() if name not in KEPT}
    return Amended({**sale, **fields}, fields, lines)


def _enter_lines(rung: RungUp, sale_id: int, counter: Counter, actor: Actor, now: datetime) -> list[Row]:
    ids = take_ids({SaleLine: len(rung.items)})[SaleLine]
    for refusal in take_goods([rung], {0: (sale_id, ids, [])}, counter=counter, actor=actor, now=now).values():
        raise refusal
    lines = books.line_rows(rung, sale_id, ids, actor=actor)
    fulfil_orders([rung], lines, actor=actor, now=now)
    replace_lines(sale_id=sale_id, lines=lines, actor=actor)
    return lines


def undo_goods(sale: Row, *, actor: Actor, now: datetime) -> None:
    """All that the document still has out comes back to the layers it came from."""
    give_back(
        lines=None,
        out_kind="sale",
        out_id=sale["id"],
        back_kind="sale",
        back_id=sale["id"],
        reason="sale_undone",
        actor=actor,
        now=now,
    )


def release_orders(lines: Sequence[Row], *, actor: Actor, now: datetime) -> None:
    """What the lines had fulfilled of sales orders is open again."""
    fulfilled = [part for line in lines for part in (line["details"] or {}).get("fulfils", ())]
    if not fulfilled:
        return
    back: dict[int, Decimal] = {}
    for line_id, quantity in fulfilled:
        back[line_id] = back.get(line_id, ZERO) - Decimal(quantity)
    invoice_order_lines(invoiced=back, order_ids=_orders(list(back), actor), actor=actor, now=now)


def _orders(line_ids: Sequence[int], actor: Actor) -> list[int]:
    rows = SaleLine.objects.visible_to(actor).filter(pk__in=line_ids)
    return sorted(set(rows.values_list("sale_id", flat=True)))
