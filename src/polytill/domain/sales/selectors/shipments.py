"""Which sales an actor ships."""

from __future__ import annotations

from polytill.domain.sales.selectors.scopes import within_locations
from polytill.domain.sales.selectors.where import Where
from polytill.kernel.actor import Actor
from polytill.kernel.errors import forbidden

STATUSES = {
    "ordered": "Ordered",
    "packed": "Packed",
    "shipped": "Shipped",
    "delivered": "Delivered",
    "cancelled": "Cancelled",
}


def shippable_by(actor: Actor) -> Where:
    """Final sales whose shipping he may see to, also those without a shipping status yet."""
    where = within_locations(actor).keep("s.type = 'sell' AND s.status = 'final'")
    where = where.keep("(s.sub_type IS NULL OR s.sub_type <> 'project_invoice')")
    return _without_delivered(_by_people(where, actor), actor)


def shipments_of(actor: Actor) -> Where:
    return shippable_by(actor).only("s.shipping_status IS NOT NULL")


def _by_people(where: Where, actor: Actor) -> Where:
    if actor.may("access_shipping"):
        return where
    own, agent = actor.has("access_own_shipping"), actor.has("access_commission_agent_shipping")
    if own and agent:
        return where.only("(s.created_by_id = %s OR s.agent_id = %s)", actor.user_id, actor.user_id)
    if own:
        return where.keep("s.created_by_id = %s", actor.user_id)
    if agent:
        return where.only("s.agent_id = %s", actor.user_id)
    raise forbidden()


def _without_delivered(where: Where, actor: Actor) -> Where:
    """A permission that narrows: an administrator has it only where it was given to him."""
    if not actor.has("access_pending_shipments_only"):
        return where
    return where.only("(s.shipping_status IS NULL OR s.shipping_status <> 'delivered')")
