"""Held sales of the tills, and what somebody sold at a till last."""

from __future__ import annotations

from datetime import date

from polytill.domain.sales.selectors.scopes import sells_of, within_locations
from polytill.domain.sales.selectors.where import Where
from polytill.kernel.actor import Actor


def held_of(actor: Actor, today: date) -> Where:
    """Of the sales that the actor sees. today: the shop's."""
    return sells_of(actor, today).keep("NOT s.is_direct AND s.sub_type IS NULL").only("s.is_suspended")


def own_at_the_till(actor: Actor, status: str, sub_type: str | None) -> Where:
    """What the actor himself entered at a till. status: a stored one, or quotation; draft leaves quotations out."""
    where = within_locations(actor).keep("s.type = 'sell' AND NOT s.is_direct")
    where = where.keep("s.created_by_id = %s", actor.user_id)
    where = where.keep("s.sub_type IS NULL") if sub_type is None else where.keep("s.sub_type = %s", sub_type)
    if status == "quotation":
        return where.keep("s.status = 'draft' AND s.sub_status = 'quotation'")
    where = where.keep("s.status = %s", status)
    return where.keep("(s.sub_status IS NULL OR s.sub_status <> 'quotation')") if status == "draft" else where
