"""Returns: their list, and one with what of the sale has come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from polytill.domain.sales.models import Sale
from polytill.domain.sales.selectors import Where
from polytill.domain.sales.selectors.returns import returns_of
from polytill.domain.sales.selectors.search import OF_SALE, matching
from polytill.kernel.actor import Actor
from polytill.reports.sale_detail import SaleDetail, SaleLineDetail, sale_detail, sale_lines
from polytill.reports.sales_list import SalesQuestion, narrowed, sales_table
from polytill.reports.tables import Field, Kind, Table

PARENT = "JOIN sales_sale p ON p.id = s.return_of_id"
PARENT_ID = Field("p.id", Kind.WHOLE)
PARENT_NUMBER = Field("p.number")
PARENT_REF = Field("nullif(p.ref_no, '')")
# A page is found without the join: the sale's own words are asked for one by one.
SEARCHED = (
    *OF_SALE,
    *(f"(SELECT p.{name} FROM sales_sale p WHERE p.id = s.return_of_id)" for name in ("number", "ref_no")),
)


@dataclass(frozen=True, slots=True)
class ReturnDetail:
    """lines: of the sale, those of which something has come back."""

    document: SaleDetail
    parent_id: int
    parent_number: str
    parent_ref_no: str | None
    parent_at: datetime
    lines: tuple[SaleLineDetail, ...]


def returns_table(
    fields: Mapping[str, Field | Mapping[str, Field]], asked: SalesQuestion, *, actor: Actor, now: datetime
) -> Table:
    where = narrowed(returns_of(actor), replace(asked, term=None), actor=actor, now=now)
    if asked.term is not None:
        where = matching(where, asked.term, actor, SEARCHED)
    return sales_table(fields, where, actor=actor, joins=PARENT)


def return_detail(return_id: int, where: Where, actor: Actor) -> ReturnDetail:
    document = sale_detail(return_id, where, actor)
    parent = Sale.objects.visible_to(actor).get(pk=document.return_of_id or 0)
    lines = [x for line in sale_lines(parent.pk, actor) for x in (line, *line.modifiers)]
    return ReturnDetail(
        document=document,
        parent_id=parent.pk,
        parent_number=parent.number,
        parent_ref_no=parent.ref_no or None,
        parent_at=parent.at,
        lines=tuple(line for line in lines if line.quantity_returned > 0),
    )
