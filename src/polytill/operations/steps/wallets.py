"""Advance balance and reward points that a sale spends and earns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal

from polytill.domain.business.settings import Settings
from polytill.domain.parties.selectors import Buyer
from polytill.domain.storage.sql import Row
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.kernel.actor import Actor
from polytill.kernel.money import EXACT, ZERO, fine
from polytill.operations.steps.cart import Checkout, Tender
from polytill.operations.steps.ring_up import RungUp
from polytill.operations.steps.settle import tenders_of


def wallet_changes(rung: Sequence[RungUp], sales: Sequence[Row], *, actor: Actor, now: datetime) -> None:
    changes = [change for r, sale in zip(rung, sales, strict=True) for change in _changes(r, sale)]
    if changes:
        change_wallets(changes=changes, actor=actor, now=now)


def _changes(r: RungUp, sale: Row) -> list[WalletChange]:
    if r.command.status != "final" or r.command.is_suspended:
        return []
    return changes_of(sale, tenders_of(r.command))


def changes_of(sale: Row, tenders: Sequence[Tender]) -> list[WalletChange]:
    """What a sale that becomes final spends and earns."""
    buyer = sale["contact_id"]
    changes = [
        WalletChange(buyer, "advance", fine(t.amount if t.is_return else -t.amount), "payment", "sale", sale["id"])
        for t in tenders
        if t.method == "advance"
    ]
    if sale["points_redeemed"]:
        changes.append(WalletChange(buyer, "points", -sale["points_redeemed"], "redeemed", "sale", sale["id"]))
    if sale["points_earned"]:
        changes.append(WalletChange(buyer, "points", sale["points_earned"], "earned", "sale", sale["id"]))
    return changes


def points_earned(command: Checkout, buyer: Buyer, total: Decimal, settings: Settings) -> Decimal:
    """Whole points, of final sales to customers who are known."""
    if not settings.rp_enabled or command.status != "final" or command.is_suspended or buyer.is_default:
        return ZERO
    if total < settings.rp_min_order_to_earn or settings.rp_amount_per_point <= 0:
        return ZERO
    points = EXACT.divide(total, settings.rp_amount_per_point).to_integral_value(ROUND_FLOOR)
    most = settings.rp_max_points_per_order
    return points if most is None else min(points, most)
