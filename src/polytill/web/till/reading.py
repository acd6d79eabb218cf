"""What the till asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from polytill.domain.business.selectors import shop
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.reports.register_summary import open_register_summary
from polytill.reports.till_catalog import catalog_page, modifier_sets, till_categories
from polytill.reports.till_customers import find_customers
from polytill.reports.till_sales import held_sale, held_sales, recent_sales
from polytill.reports.till_session import counters, open_shift, order_taxes
from polytill.web.clock import now
from polytill.web.till import present


def session(request: HttpRequest, actor: Actor) -> Any:
    actor.need("sell.create")
    return present.session(actor, shop(actor.business_id), counters(actor), order_taxes(actor), open_shift(actor))


def catalog(request: HttpRequest, actor: Actor) -> Any:
    """The first page also brings the categories and modifier sets."""
    after = number(request, "after", 0)
    page = catalog_page(actor=actor, location_id=number(request, "location_id"), after=after, at=now())
    content: dict[str, Any] = {"rows": [present.product(row) for row in page.rows], "next": page.next}
    if not after:
        content["categories"] = [{"id": key, "name": name} for key, name in till_categories(actor)]
        content["modifier_sets"] = [present.modifier_set(row) for row in modifier_sets(actor)]
    return content


def customers(request: HttpRequest, actor: Actor) -> Any:
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    found = find_customers(actor=actor, text=text)
    return {"rows": [present.customer(row) for row in found]}


def register_summary(request: HttpRequest, actor: Actor) -> Any:
    return present.summary(open_register_summary(actor=actor))


def recent(request: HttpRequest, actor: Actor) -> Any:
    rows = recent_sales(actor=actor, location_id=counter_of(actor))
    return {"rows": [present.listed_sale(row) for row in rows]}


def held(request: HttpRequest, actor: Actor) -> Any:
    rows = held_sales(actor=actor, location_id=counter_of(actor))
    return {"rows": [present.listed_sale(row) for row in rows]}


def one_held(request: HttpRequest, actor: Actor, sale_id: int) -> Any:
    return present.held_sale(held_sale(actor=actor, sale_id=sale_id))


def counter_of(actor: Actor) -> int:
    """Where the actor sells now: the location of the open register, else the first permitted one."""
    shift, places = open_shift(actor), counters(actor)
    if shift is not None and shift.location_id is not None:
        return shift.location_id
    if not places:
        raise invalid("There is no location where you may sell.")
    return places[0].place.id


def number(request: HttpRequest, name: str, default: int | None = None) -> int:
    text = request.GET.get(name, "")
    if not text and default is not None:
        return default
    if not text.isdecimal() or len(text) > 18:
        raise invalid({name: ["A whole number is needed."]})
    return int(text)
