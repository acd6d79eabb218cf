"""Which sales an actor sees. Every list and every single record of a sale starts here."""

from __future__ import annotations

from datetime import date

from polytill.domain.sales.selectors.where import Where
from polytill.domain.storage.sql import bind
from polytill.kernel.actor import Actor
from polytill.kernel.errors import forbidden

SHIPPING = ("access_shipping", "access_own_shipping", "access_commission_agent_shipping")
# Any of these opens the list of sales; which rows are in it is another question.
SELL_LIST = (
    "sell.view",
    "direct_sell.view",
    "view_own_sell_only",
    "view_commission_agent_sell",
    *SHIPPING,
    "so.view_all",
    "so.view_own",
)
BY_PAYMENT = {"view_paid_sells_only": "paid", "view_due_sells_only": "due", "view_partial_sells_only": "partial"}
OVERDUE = "s.payment_status IN ('due', 'partial') AND s.due_on < %s"


def within_locations(actor: Actor) -> Where:
    """All that is not voided at the actor's locations: sales, orders and returns in any state."""
    where = Where(actor.business_id)
    return where if actor.locations is None else where.any_of("location_id", actor.locations)


def is_permitted(actor: Actor) -> bool:
    return actor.may(*SELL_LIST)


def sells_of(actor: Actor, today: date) -> Where:
    """Final sales (held ones are final too) that this actor sees. today: the shop's, for what is overdue."""
    if not is_permitted(actor):
        raise forbidden()
    where = within_locations(actor).keep("s.type = 'sell' AND s.status = 'final'")
    where = where.keep("(s.sub_type IS NULL OR s.sub_type <> 'project_invoice')")
    return _by_payment(_by_people(where, actor), actor, today)


def _by_people(where: Where, actor: Actor) -> Where:
    """Without direct_sell.view: the own ones, the ones sold as agent, or both. sell.view alone sees everybody's."""
    if actor.may("direct_sell.view"):
        return where
    sees_all = actor.has("sell.view")
    own = actor.has("view_own_sell_only") or (actor.has("access_own_shipping") and not sees_all)
    agent = actor.has("view_commission_agent_sell") or (actor.has("access_commission_agent_shipping") and not sees_all)
    ships = actor.has("access_shipping") and not sees_all
    if sees_all and not (own or agent):
        return where
    clauses = []
    if own or not (agent or ships):
        clauses.append("s.created_by_id = %s")
    if agent:
        clauses.append("s.agent_id = %s")
    parameters = [actor.user_id] * len(clauses)
    if ships:
        clauses.append("s.shipping_status IS NOT NULL")
    condition = "(" + " OR ".join(clauses) + ")"
    if agent or ships:
        return where.only(condition, *parameters)
    return where.keep(condition, *parameters)


def _by_payment(where: Where, actor: Actor, today: date) -> Where:
    if actor.is_admin:
        return where
    statuses = sorted(status for permission, status in BY_PAYMENT.items() if actor.has(permission))
    if not actor.has("view_overdue_sells_only"):
        return where.any_of("payment_status", statuses) if statuses else where
    if not statuses:
        return overdue(where, today)
    listed = ", ".join(f"'{status}'" for status in statuses)
    return where.only(f"(s.payment_status IN ({listed}) OR ({OVERDUE}))", bind(today))


def overdue(where: Where, today: date) -> Where:
    """Not paid in full and past the pay term of its day."""
    return where.only(f"({OVERDUE})", bind(today))


def drafts_of(actor: Actor, kinds: tuple[str, ...] = ("draft", "quotation")) -> Where:
    """Drafts that this actor sees: quotations go by quotation.view_*, all others by draft.view_*.

    kinds: which of the two are asked for. Whoever may view none sees none.
    """
    rules = {
        "quotation": "s.sub_status = 'quotation'",
        "draft": "(s.sub_status IS NULL OR s.sub_status <> 'quotation')",
    }
    clauses: list[str] = []
    parameters: list[int] = []
    for kind in kinds:
        if actor.may(f"{kind}.view_all"):
            clauses.append(rules[kind])
        elif actor.has(f"{kind}.view_own"):
            clauses.append(f"({rules[kind]} AND s.created_by_id = %s)")
            parameters.append(actor.user_id)
    where = within_locations(actor).keep("s.type = 'sell' AND s.status = 'draft'")
    return where.keep("(" + (" OR ".join(clauses) or "1 = 0") + ")", *parameters)
