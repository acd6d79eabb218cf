from __future__ import annotations

from collections.abc import Sequence

from polytill.domain.registers.models import CashMovement
from polytill.domain.storage.sql import Row, insert_rows


def enter_movements(*, rows: Sequence[Row]) -> None:
    insert_rows(CashMovement, rows)
