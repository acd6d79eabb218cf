"""Document and payment numbers of a list of sales, taken in one statement and as late as can be."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from polytill.domain.business.selectors import Series, series_by_id, series_for_system
from polytill.domain.business.services import take_numbers, written
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.operations.steps.cart import Checkout
from polytill.operations.steps.counter import Counter
from polytill.operations.steps.ring_up import RungUp
from polytill.operations.steps.settle import tenders_of


@dataclass(frozen=True, slots=True)
class Numbered:
    """documents: (number, series) per owner. payments: numbers per owner. heads: the chains as locked."""

    documents: Mapping[int, tuple[str, int]]
    payments: Mapping[int, list[str]]
    heads: Mapping[int, tuple[int, str]]


def kind_of(command: Checkout) -> str:
    return "sale" if command.status == "final" else command.sub_status or "draft"


def series_for(kind: str, location_id: int | None, actor: Actor) -> Series:
    found = series_for_system(actor.business_id, kind, location_id)
    if found is None:
        raise rule("series.missing", f"The business has no number series for {kind}.")
    return found


def number_documents(rung: Sequence[RungUp], *, counter: Counter, actor: Actor, now: datetime) -> Numbered:
    # A series that restarts each year or day goes by the day of entry: a sale that is posted late cannot reach back
    # into a period whose numbers have been closed.
    day = now.astimezone(counter.shop.tz).date()
    chosen = [_chosen(r, actor) for r in rung]
    payers = {r.owner: series_for("payment", r.place.id, actor) for r in rung if tenders_of(r.command)}
    wanted: Tally[Series] = Tally(chosen)
    for r in rung:
        if r.owner in payers:
            wanted[payers[r.owner]] += len(tenders_of(r.command))
    taken = take_numbers(wanted=wanted, day=day)
    next_of = {series: start.first for series, start in taken.items()}
    documents, payments = {}, {}
    for r, series in zip(rung, chosen, strict=True):
        documents[r.owner] = (_next(series, next_of, day), series.id)
        payments[r.owner] = [_next(payers[r.owner], next_of, day) for _ in tenders_of(r.command)]
    return Numbered(documents, payments, {s.id: (t.chain_seq, t.chain_hash) for s, t in taken.items()})


def _chosen(r: RungUp, actor: Actor) -> Series:
    wanted = r.command.series_id
    if wanted is None or r.command.status != "final":
        return series_for(kind_of(r.command), r.place.id, actor)
    found = series_by_id(actor, wanted)
    if found is None or found.kind != "sale":
        raise invalid({"series_id": ["The selected series is invalid."]})
    return found


def _next(series: Series, next_of: dict[Series, int], day: date) -> str:
    number = next_of[series]
    next_of[series] = number + 1
    return written(series, number, day)
