"""The lists of sales of all doors: which columns there are, and how the list is narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from polytill.domain.business.selectors import shop
from polytill.domain.sales.selectors import Where
from polytill.domain.sales.selectors.scopes import overdue
from polytill.domain.sales.selectors.search import matching
from polytill.kernel.actor import Actor
from polytill.kernel.time import day_bounds
from polytill.reports.tables import Field, Kind, Table
from polytill.reports.tables.columns import columns

JOINS = "JOIN parties_contact c ON c.id = s.contact_id JOIN business_location l ON l.id = s.location_id"


def _amount(sql: str) -> Field:
    return Field(sql, Kind.AMOUNT)


def _plain(sql: str) -> Field:
    return Field(sql, is_plain=True)


ID = Field("s.id", Kind.WHOLE)
NUMBER = Field("s.number")
REF_NO = Field("s.ref_no")
AT = Field("s.at", Kind.INSTANT)
STATUS = _plain("s.status")
SUB_STATUS = _plain("s.sub_status")
SUB_TYPE = _plain("s.sub_type")
PAYMENT_STATUS = _plain("s.payment_status")
CONSUMPTION = _plain("s.consumption")
TOTAL = _amount("s.total")
BEFORE_TAX = _amount("s.total_before_tax")
TAX = _amount("s.tax_amount")
DISCOUNT = _amount("s.discount_amount")
PAID = _amount("s.paid")
IS_DIRECT = Field("s.is_direct", Kind.FLAG)
IS_SUSPENDED = Field("s.is_suspended", Kind.FLAG)
IS_QUOTATION = Field("coalesce(s.sub_status = 'quotation', false)", Kind.FLAG)
SHIPPING_STATUS = Field("s.shipping_status")
CONTACT_ID = Field("c.id", Kind.WHOLE)
CONTACT_NAME = Field("c.name")
CONTACT_MOBILE = Field("nullif(c.mobile, '')")
CONTACT_EMAIL = Field("nullif(c.email, '')")
CONTACT_CODE = Field("c.code")
CONTACT_BUSINESS = Field("nullif(c.business_name, '')")
LOCATION_ID = Field("l.id", Kind.WHOLE)
LOCATION_NAME = Field("l.name")


@dataclass(frozen=True, slots=True)
class SalesQuestion:
    """What a list asks besides the actor's own bounds. Days are the shop's; the range counts with both bounds only."""

    location_id: int | None = None
    contact_id: int | None = None
    created_by: int | None = None
    first: date | None = None
    last: date | None = None
    payment_status: str | None = None  # due, partial, paid, overdue
    only_shipments: bool = False
    is_direct: bool | None = None
    term: str | None = None


def narrowed(where: Where, asked: SalesQuestion, *, actor: Actor, now: datetime) -> Where:
    tz = shop(actor.business_id).tz
    if asked.location_id is not None:
        where = where.keep("s.location_id = %s", asked.location_id)
    if asked.contact_id is not None:
        where = where.only("s.contact_id = %s", asked.contact_id)
    if asked.created_by is not None:
        where = where.keep("s.created_by_id = %s", asked.created_by)
    if asked.first is not None and asked.last is not None:
        where = where.between(*day_bounds(asked.first, asked.last, tz))
    if asked.payment_status == "overdue":
        where = overdue(where, now.astimezone(tz).date())
    elif asked.payment_status is not None:
        where = where.keep("s.payment_status = %s", asked.payment_status)
    if asked.is_direct is not None:
        where = where.keep("s.is_direct = %s", asked.is_direct)
        where = where if asked.is_direct else where.keep("s.sub_type IS NULL")
    if asked.only_shipments:
        where = where.only("s.shipping_status IS NOT NULL")
        if actor.has("access_pending_shipments_only"):
            where = where.only("s.shipping_status <> 'delivered'")
    return where if asked.term is None else matching(where, asked.term, actor)


def of_draft_kind(where: Where, kind: str) -> Where:
    """kind: standard, quotation, proforma or all."""
    if kind == "all":
        return where
    return where.keep("s.sub_status IS NULL") if kind == "standard" else where.keep("s.sub_status = %s", kind)


def sales_table(
    fields: Mapping[str, Field | Mapping[str, Field]], where: Where, *, actor: Actor, joins: str = ""
) -> Table:
    """fields: the reader's names in order, each with what it shows. joins: beyond the contact `c` and location `l`."""
    return Table(columns(fields), where, f"{JOINS} {joins}".rstrip(), actor, zone_of(actor))


def zone_of(actor: Actor) -> ZoneInfo:
    return shop(actor.business_id).tz
