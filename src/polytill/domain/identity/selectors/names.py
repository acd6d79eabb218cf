"""How users are found and ordered by name, in SQL."""

from __future__ import annotations

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat, Lower, Replace, Trim

_SPACE = Value(" ")
# As User.full_name: parts that are empty leave no gap.
FULL_NAME = Trim(
    Replace(Concat("surname", _SPACE, "first_name", _SPACE, "last_name", output_field=CharField()), Value("  "), _SPACE)
)


def matching(text: str, *columns: str) -> Q:
    """The text stands in one of the columns, in upper or lower case.

    SQLite folds the case of ASCII alone, so other letters are asked for in both cases.
    """
    forms = {text} if text.isascii() else {text, text.lower(), text.upper(), text.title()}
    found = Q()
    for column in columns:
        for form in forms:
            found |= Q(**{f"{column}__icontains": form})
    return found


def ordered(rows: QuerySet, column: str, descending: bool) -> QuerySet:
    """Texts without regard to case; what has none comes last; equal ones in the order of their ids."""
    by = F(column) if column in ("created_at", "users_count", "commission_percent") else Lower(column)
    key = by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)
    return rows.order_by(key, "-id" if descending else "id")
