"""A document's row changed and its lines replaced. What the old version did is undone by whoever calls this."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.storage.sql import Row, execute, insert_rows
from polytill.kernel.actor import Actor

LINE = SaleLine._meta.db_table


def rewrite_sale(*, sale_id: int, fields: dict[str, Any], actor: Actor, now: datetime) -> None:
    """The next version of the document."""
    rows = Sale.objects.visible_to(actor).filter(pk=sale_id)
    rows.update(**{**fields, "updated_at": now, "version": F("version") + 1})


def replace_lines(*, sale_id: int, lines: Sequence[Row], actor: Actor) -> None:
    execute(f"DELETE FROM {LINE} WHERE sale_id = %s AND business_id = %s", [sale_id, actor.business_id])
    insert_rows(SaleLine, lines)


def note_fulfilled(*, lines: Sequence[Row], actor: Actor) -> None:
    """What the lines of a document fulfil of sales orders, as their rows say."""
    for row in lines:
        found = SaleLine.objects.visible_to(actor).filter(pk=row["id"])
        found.update(order_line_id=row["order_line_id"], details=row["details"])


def set_invoice_token(*, sale_id: int, token: str, actor: Actor, now: datetime) -> None:
    """No new version: the document says the same."""
    Sale.objects.visible_to(actor).filter(pk=sale_id).update(invoice_token=token, updated_at=now)
