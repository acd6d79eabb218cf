"""What a search term finds: numbers, references, the id, and what is known of the contact."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from polytill.domain.parties.selectors import CONTACT
from polytill.domain.sales.selectors.where import Where
from polytill.kernel.actor import Actor

LARGEST_ID = 2**63 - 1
OF_CONTACT = ("name", "business_name", "mobile", "code")
OF_SALE = ("s.number", "s.ref_no")


def matching(where: Where, term: str, actor: Actor, columns: Sequence[str] = OF_SALE) -> Where:
    """Any part of a text, whatever the case. columns: expressions on the sale `s`."""
    like = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
    text = "%" + term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    of_contact = " OR ".join(f"c.{name} {like} %s ESCAPE '\\'" for name in OF_CONTACT)
    clauses = [
        *(f"{column} {like} %s ESCAPE '\\'" for column in columns),
        f"s.contact_id IN (SELECT c.id FROM {CONTACT} c WHERE c.business_id = %s AND ({of_contact}))",
    ]
    parameters: list[object] = [*([text] * len(columns)), actor.business_id, *([text] * len(OF_CONTACT))]
    if term.isascii() and term.isdigit() and int(term) <= LARGEST_ID:
        clauses.append("s.id = %s")
        parameters.append(int(term))
    return where.only("(" + " OR ".join(clauses) + ")", *parameters)
