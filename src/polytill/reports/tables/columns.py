"""The columns of a table: what each holds and where it stands in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    WHOLE = "whole"
    TEXT = "text"
    AMOUNT = "amount"  # ten-thousandths in the database
    FLAG = "flag"
    INSTANT = "instant"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Field:
    """sql: an expression over the table's FROM, without parameters. is_plain: a text that holds no quote, line break
    or formula, as the shop's own words (a status)."""

    sql: str
    kind: Kind = Kind.TEXT
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Under the name that the reader knows. parts: an object in one cell; null where its first part is null."""

    name: str
    field: Field | None = None
    parts: tuple[Column, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        if self.field is not None:
            return (self.field,)
        return tuple(field for part in self.parts for field in part.fields)


def columns(fields: Mapping[str, Field | Mapping[str, Field]]) -> tuple[Column, ...]:
    return tuple(
        Column(name, field) if isinstance(field, Field) else nested(name, field) for name, field in fields.items()
    )


def nested(name: str, parts: Mapping[str, Field]) -> Column:
    return Column(name, None, tuple(Column(part, field) for part, field in parts.items()))
