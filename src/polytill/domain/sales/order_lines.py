"""The lines of a sales order, written anew in place: sales that fulfil them meanwhile wait for their rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from polytill.domain.sales.models import SaleLine
from polytill.domain.storage.sql import Row, execute, insert_rows
from polytill.kernel.actor import Actor

LINE = SaleLine._meta.db_table
ASIDE = 1_000_000  # farther than any line stands


def rewrite_order_lines(*, order_id: int, lines: Sequence[Row], stored: Collection[int], actor: Actor) -> None:
    """Lines under a stored id take its place, the others are new, stored ones that are not among them go."""
    wanted = {line["id"] for line in lines}
    rows = SaleLine.objects.visible_to(actor).filter(sale_id=order_id)
    gone = sorted(set(stored) - wanted)
    # Sales that fulfilled a line and were deleted since still name it.
    SaleLine.objects.visible_to(actor).filter(order_line_id__in=gone).update(order_line=None)
    rows.filter(pk__in=gone).delete()
    execute(
        f"UPDATE {LINE} SET position = position + %s WHERE sale_id = %s AND business_id = %s",
        [ASIDE, order_id, actor.business_id],
    )
    for line in lines:
        if line["id"] in stored:
            rows.filter(pk=line["id"]).update(**{name: value for name, value in line.items() if name != "id"})
    insert_rows(SaleLine, [line for line in lines if line["id"] not in stored])
