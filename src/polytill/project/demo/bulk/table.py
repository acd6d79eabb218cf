"""Rows by the million into one table: COPY on PostgreSQL, executemany on SQLite.

Values are as the database holds them: whole ten-thousandths, ids, texts of JSON, instants from `instant`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection, models

from polytill.domain.storage.fields import ScaledField

ROWS_AT_ONCE = 20_000


def on_sqlite() -> bool:
    return connection.vendor == "sqlite"


def null() -> Any:
    return None if on_sqlite() else "\\N"


def truth(value: bool) -> Any:
    return int(value) if on_sqlite() else ("t" if value else "f")


def text(value: str) -> str:
    """Free text as a varying value."""
    if on_sqlite():
        return value
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def instant(moment: datetime) -> str:
    """In UTC; the database's clock knows no zone beside it."""
    return moment.strftime("%Y-%m-%d %H:%M:%S") + ("" if on_sqlite() else "+00")


class Table:
    """`varying` columns are brought by each row, in that order; the others stand still, as given or by default.

    Rows leave without ids unless "id" varies: the table then numbers them itself, in the order of coming.
    """

    def __init__(self, model: type[models.Model], varying: Sequence[str], **still: Any) -> None:
        fields = {f.attname: f for f in model._meta.concrete_fields if not f.primary_key or "id" in varying}
        order = [*varying, *(name for name in fields if name not in varying)]
        constants = [_held(fields[name], still) for name in order[len(varying) :]]
        columns = ", ".join(f'"{fields[name].column}"' for name in order)
        table = f'"{model._meta.db_table}"'
        self._rows: list[Any] = []
        self.count = 0
        if on_sqlite():
            marks = ", ".join([*["?"] * len(varying), *constants])
            self._sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
            self.add = self._rows.append
        else:
            self._sql = f"COPY {table} ({columns}) FROM STDIN"
            self._line = "\t".join([*["%s"] * len(varying), *(c.replace("%", "%%") for c in constants)]) + "\n"
            self.add = self._rows.append

    def flush(self, *, only_full: bool = False) -> None:
        if not self._rows or (only_full and len(self._rows) < ROWS_AT_ONCE):
            return
        with connection.cursor() as cursor:
            if on_sqlite():
                # Below Django's cursor, which would look for its own placeholders in each statement.
                connection.connection.executemany(self._sql, self._rows)
            else:
                line = self._line
                with cursor.copy(self._sql) as copy:
                    copy.write("".join([line % row for row in self._rows]))
        self.count += len(self._rows)
        self._rows.clear()


def _held(field: models.Field[Any, Any], still: dict[str, Any]) -> str:
    value = still[field.attname] if field.attname in still else field.get_default() if field.has_default() else None
    return _sqlite_literal(field, value) if on_sqlite() else _copy_literal(field, value)


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, ScaledField) and isinstance(value, Decimal):
        return field.scaled(value)
    if isinstance(field, models.JSONField) and value is not None:
        return orjson.dumps(value).decode()
    return instant(value) if isinstance(value, datetime) else value


def _sqlite_literal(field: models.Field[Any, Any], value: Any) -> str:
    value = _plain(field, value)
    if value is None:
        return "NULL"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(int(value))


def _copy_literal(field: models.Field[Any, Any], value: Any) -> str:
    value = _plain(field, value)
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return text(value) if isinstance(value, str) else str(value)
