"""One sale among those that an actor sees."""

from __future__ import annotations

from polytill.domain.sales.models import Sale
from polytill.domain.sales.selectors.where import Where
from polytill.domain.storage.sql import fetch
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found

SALE = Sale._meta.db_table


def visible_id(sale_id: int, where: Where, actor: Actor) -> int:
    """The id itself, or 404."""
    if where.business_id != actor.business_id:
        raise ValueError("a scope of another business")
    condition, parameters = where.only("s.id = %s", sale_id).rows()
    if not fetch(f"SELECT s.id FROM {SALE} s WHERE {condition}", parameters):
        raise not_found("sale")
    return sale_id
