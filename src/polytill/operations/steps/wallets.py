"""Advance balance and reward points that a sale spends and earns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from polytill.domain.storage.sql import Row
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.kernel.actor import Actor
from polytill.kernel.money import fine
from polytill.operations.steps.ring_up import RungUp
from polytill.operations.steps.settle import tenders_of


def wallet_changes(rung: Sequence[RungUp], sales: Sequence[Row], *, actor: Actor, now: datetime) -> None:
    changes = [change for r, sale in zip(rung, sales, strict=True) for change in _changes(r, sale)]
    if changes:
        change_wallets(changes=changes, actor=actor, now=now)


def _changes(r: RungUp, sale: Row) -> list[WalletChange]:
    if r.command.status != "final" or r.command.is_suspended:
        return []
    changes = [
        WalletChange(r.buyer.id, "advance", fine(t.amount if t.is_return else -t.amount), "payment", "sale", sale["id"])
        for t in tenders_of(r.command)
        if t.method == "advance"
    ]
    if r.command.points_redeemed:
        changes.append(WalletChange(r.buyer.id, "points", -r.command.points_redeemed, "redeemed", "sale", sale["id"]))
    if sale["points_earned"]:
        changes.append(WalletChange(r.buyer.id, "points", sale["points_earned"], "earned", "sale", sale["id"]))
    return changes
