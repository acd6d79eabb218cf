"""Every fiscal chain, hashed again from its first document to the head that its series holds."""

from __future__ import annotations

from collections.abc import Iterator

from polytill.domain.business.models import NumberSeries
from polytill.domain.outbox.models import Fact
from polytill.domain.outbox.services import chain_hash

START = "0" * 64
AT_ONCE = 2000


def faults(business_id: int | None) -> Iterator[str]:
    series = NumberSeries.objects.order_by("id")
    if business_id is not None:
        series = series.of(business_id)
    for row in series.values_list("id", "kind", "chain_seq", "chain_hash"):
        yield from _of_series(*row)


def _of_series(series_id: int, kind: str, length: int, head: str) -> Iterator[str]:
    """At most one fault of each sort; after the first broken link every later one would tell the same."""
    where = f"chain: series {series_id} ({kind})"
    facts = Fact.objects.filter(chain_id=series_id).order_by("chain_seq")
    seq, last = 0, START
    for at, previous, payload, own in facts.values_list("chain_seq", "prev_hash", "payload", "hash").iterator(AT_ONCE):
        seq += 1
        if at != seq:
            yield f"{where} lacks document {seq}"
            return
        if previous != last:
            yield f"{where} does not continue at document {seq}"
            return
        if chain_hash(last, payload) != own:
            yield f"{where} was changed at document {seq}"
            return
        last = own
    if (seq, last) != (length, head):
        yield f"{where} ends at document {seq}, its head says {length}"
