"""Contacts by any part of what they are known by."""

from __future__ import annotations

from typing import Any

from polytill.domain.parties.models import Contact
from polytill.domain.storage.sql import fetch
from polytill.domain.storage.trigrams import contains
from polytill.kernel.actor import Actor

CONTACT = Contact._meta.db_table
SEARCHED = ("name", "business_name", "mobile", "code")
SOME = 1000


def contacts_like(term: str, actor: Actor) -> tuple[str, list[Any]]:
    """A SELECT of their ids, and its parameters; deleted ones too, for old documents name them."""
    clause, parameters = contains(CONTACT, "c", SEARCHED, term)
    return f"SELECT c.id FROM {CONTACT} c WHERE c.business_id = %s AND {clause}", [actor.business_id, *parameters]


def some_contacts_like(term: str, actor: Actor) -> list[int] | None:
    """Their ids where they are few; None where they are many."""
    sql, parameters = contacts_like(term, actor)
    found = [row[0] for row in fetch(f"{sql} LIMIT {SOME + 1}", parameters)]
    return found if len(found) <= SOME else None
