"""What a search term finds: numbers, references, the id, and what is known of the contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from polytill.domain.parties.search import contacts_like, some_contacts_like
from polytill.domain.sales.models import Sale
from polytill.domain.sales.selectors.where import Where
from polytill.domain.storage.sql import marks
from polytill.domain.storage.trigrams import contains, in_texts
from polytill.kernel.actor import Actor

SALE = Sale._meta.db_table
NUMBERS = ("number", "ref_no")
OF_SALE = tuple(f"s.{name}" for name in NUMBERS)
LARGEST_ID = 2**63 - 1


def matching(where: Where, term: str, actor: Actor, columns: Sequence[str] = OF_SALE) -> Where:
    """Any part of a text, whatever the case.

    columns: expressions on the sale `s`; those beyond OF_SALE have no index.
    """
    clause, parameters = contains(SALE, "s", NUMBERS, term)
    clauses, values = [clause], [*parameters]
    more = [column for column in columns if column not in OF_SALE]
    if more:
        clause, parameters = in_texts(more, term)
        clauses.append(clause)
        values += parameters
    clause, parameters = _of_contacts(term, actor)
    if clause:
        clauses.append(clause)
        values += parameters
    if term.isascii() and term.isdigit() and int(term) <= LARGEST_ID:
        clauses.append("s.id = %s")
        values.append(int(term))
    return where.only("(" + " OR ".join(clauses) + ")", *values)


def _of_contacts(term: str, actor: Actor) -> tuple[str, list[Any]]:
    """A few contacts are named one by one, so that the index on a sale's contact finds them."""
    ids = some_contacts_like(term, actor)
    if ids is None:
        clause, parameters = contacts_like(term, actor)
        return f"s.contact_id IN ({clause})", parameters
    if not ids:
        return "", []
    named = f"business_id = %s AND contact_id IN ({marks(len(ids))})"
    if connection.vendor == "sqlite":  # all its alternatives are ids then, and it looks the rows up by them
        return f"s.id IN (SELECT id FROM {SALE} WHERE {named} AND voided_at IS NULL)", [actor.business_id, *ids]
    return f"(s.{named})".replace("AND contact_id", "AND s.contact_id"), [actor.business_id, *ids]
