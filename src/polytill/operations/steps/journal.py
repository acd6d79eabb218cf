"""A single document's number and its place in the chain of its series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from polytill.domain.business.selectors import Series, series_by_id, shop
from polytill.domain.business.services import advance_chains, take_numbers, written
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule


@dataclass(frozen=True, slots=True)
class Numbers:
    """numbers: per series, as they stand on documents. heads: the chains of all the series, locked to the commit."""

    numbers: Mapping[Series, list[str]]
    heads: Mapping[int, tuple[int, str]]


def today(actor: Actor, now: datetime) -> date:
    return now.astimezone(shop(actor.business_id).tz).date()


def series_of(document: Row, actor: Actor) -> Series:
    """The series that the document was numbered from; its chain goes on with what becomes of the document."""
    found = series_by_id(actor, document["series_id"] or 0)
    if found is None:
        raise rule("series.missing", "The document has no number series.")
    return found


def take(wanted: Mapping[Series, int], *, actor: Actor, now: datetime) -> Numbers:
    """Takes numbers, also none, from each series and locks its chain. Call it last: the rows stay locked."""
    day = today(actor, now)
    taken = take_numbers(wanted=wanted, day=day)
    numbers = {s: [written(s, taken[s].first + i, day) for i in range(n)] for s, n in wanted.items()}
    return Numbers(numbers, {s.id: (t.chain_seq, t.chain_hash) for s, t in taken.items()})


def journal(facts: Sequence[NewFact], heads: Mapping[int, tuple[int, str]], *, actor: Actor, now: datetime) -> None:
    """Records the facts; those with a chain go behind its head as taken."""
    after = record(facts=facts, actor=actor, now=now, heads=heads)
    advance_chains(heads={series: head for series, head in after.items() if head != heads[series]})
