"""Goods leave the shelf: for final and held sales, where the shop sells no more than it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from polytill.domain.stock.services import Outgoing, Shortage, take_out
from polytill.kernel.actor import Actor
from polytill.kernel.errors import DomainError, rule
from polytill.kernel.money import plain
from polytill.operations.steps.counter import Counter
from polytill.operations.steps.ring_up import RungUp

Ids = Mapping[int, tuple[int, list[int], list[int]]]


def take_goods(
    rung: Sequence[RungUp], ids: Ids, *, counter: Counter, actor: Actor, now: datetime
) -> dict[int, DomainError]:
    """Returns the refusals of the sales that the stock does not cover."""
    wanted = [out for r in rung if r.command.status == "final" for out in _outgoing(r, *ids[r.owner][:2])]
    short = take_out(
        wanted=wanted,
        allow_negative=counter.shop.settings.allow_overselling,
        reason="sale",
        source_kind="sale",
        actor=actor,
        now=now,
    )
    labels = {item.variation_id: item.label for r in rung for item in r.items}
    return {owner: shortage_refusal(shortage, labels[shortage.place[1]]) for owner, shortage in short.items()}


def _outgoing(r: RungUp, sale_id: int, line_ids: Sequence[int]) -> list[Outgoing]:
    return [
        Outgoing(
            owner=r.owner,
            place=item.stock[0],
            quantity=item.stock[1],
            source_id=sale_id,
            source_line_id=line_id,
            cost=item.cost,
            layer_id=item.line.layer_id if item.line else None,
        )
        for item, line_id in zip(r.items, line_ids, strict=True)
        if item.stock is not None
    ]


def shortage_refusal(shortage: Shortage, label: str) -> DomainError:
    return rule(
        "stock.insufficient",
        f"Only {plain(shortage.available)} of {label} in stock; {plain(shortage.wanted)} wanted.",
        variation_id=shortage.place[1],
        available=plain(shortage.available),
    )
