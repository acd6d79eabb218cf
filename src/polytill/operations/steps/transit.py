"""Goods leave a location and reach another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.stock.documents import consumed
from polytill.domain.stock.services import Incoming, Outgoing, Place, bring_in, take_out
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.kernel.money import plain

KIND = "transfer"


def depart(
    transfer_id: int,
    wanted: Sequence[tuple[int, Place, Decimal, Decimal]],
    labels: Mapping[int, str],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """wanted: (line, place, quantity, cost where no layer tells it). No more leaves than there is."""
    going = [Outgoing(0, place, quantity, transfer_id, line, cost) for line, place, quantity, cost in wanted]
    short = take_out(wanted=going, allow_negative=False, reason="transfer_out", source_kind=KIND, actor=actor, now=now)
    for shortage in short.values():
        label = labels[shortage.place[1]]
        raise rule(
            "stock.insufficient",
            f"Only {plain(shortage.available)} of {label} in stock; {plain(shortage.wanted)} wanted.",
            variation_id=shortage.place[1],
        )


def arrive(transfer_id: int, location_id: int, *, actor: Actor, now: datetime) -> None:
    """Brings in what departed, layer by layer."""
    parts = consumed(source_kind=KIND, source_id=transfer_id, reason="transfer_out", actor=actor)
    bring_in(
        incoming=[
            Incoming(
                place=(location_id, part.place[1], part.place[2]),
                quantity=part.quantity,
                unit_cost=part.unit_cost,
                unit_cost_inc_tax=part.unit_cost_inc_tax,
                source_id=transfer_id,
                source_line_id=part.line_id,
                lot_number=part.lot_number,
                made_on=part.made_on,
                expires_on=part.expires_on,
            )
            for part in parts
        ],
        reason="transfer_in",
        source_kind=KIND,
        actor=actor,
        now=now,
    )
