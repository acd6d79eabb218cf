"""Facts and the fiscal chain.

A chained fact's hash covers the previous hash and the canonical payload, so that no document of a series can be
changed, dropped or slipped in without every later hash telling.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson

from polytill.domain.outbox.models import Fact
from polytill.domain.storage.sql import insert_rows
from polytill.kernel.actor import Actor
from polytill.kernel.money import plain


@dataclass(frozen=True, slots=True)
class NewFact:
    """chain_id names the number series in whose chain a fiscal document stands; None for any other fact."""

    kind: str
    subject_type: str
    subject_id: int
    payload: Mapping[str, Any]
    chain_id: int | None = None


def canonical(payload: Mapping[str, Any]) -> str:
    """Sorted keys, no spaces, decimals as their shortest text, instants in UTC."""
    return orjson.dumps(payload, default=_text, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z).decode()


def _text(value: Any) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def chain_hash(previous: str, payload: str) -> str:
    return hashlib.sha256(f"{previous}\n{payload}".encode()).hexdigest()


def record(
    *, facts: Sequence[NewFact], actor: Actor, now: datetime, heads: Mapping[int, tuple[int, str]] | None = None
) -> dict[int, tuple[int, str]]:
    """Writes the facts; `heads` are the chains' heads as locked. Returns the new ones, to be stored with the series."""
    new_heads = dict(heads or {})
    rows = []
    for fact in facts:
        payload = canonical(fact.payload)
        row = {
            "business_id": actor.business_id,
            "kind": fact.kind,
            "subject_type": fact.subject_type,
            "subject_id": fact.subject_id,
            "actor_id": actor.user_id or None,
            "door": actor.door,
            "at": now,
            "payload": payload,
        }
        if fact.chain_id is not None:
            seq, head = new_heads[fact.chain_id]
            new = chain_hash(head, payload)
            row |= {"chain_id": fact.chain_id, "chain_seq": seq + 1, "prev_hash": head, "hash": new}
            new_heads[fact.chain_id] = (seq + 1, new)
        rows.append(row)
    insert_rows(Fact, rows)
    return new_heads
