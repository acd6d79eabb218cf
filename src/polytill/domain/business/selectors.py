from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from polytill.domain.business.models import Business, Location, NumberSeries, Subscription
from polytill.domain.business.settings import Settings
from polytill.domain.storage.remember import remember
from polytill.kernel.actor import Actor
from polytill.kernel.errors import forbidden, invalid

FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Place:
    """A location as the tills know it. methods: enabled payment method -> money account or None."""

    id: int
    code: str
    name: str
    kind: str
    is_active: bool
    price_group_id: int | None
    methods: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Term:
    """A paid stretch of the subscription, both days inclusive. limits: invoice_count, user_count …; 0 is no limit."""

    starts_on: date
    ends_on: date
    limits: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shop:
    """One business, as every request needs it."""

    id: int
    name: str
    currency: str
    places: int
    tz: ZoneInfo
    modules: frozenset[str]
    settings: Settings
    transaction_edit_days: int
    date_format: str
    decimal_separator: str
    thousand_separator: str
    locations: Mapping[int, Place]
    terms: tuple[Term, ...]

    def term_on(self, day: date) -> Term | None:
        return next((t for t in self.terms if t.starts_on <= day <= t.ends_on), None)


@dataclass(frozen=True, slots=True)
class Series:
    id: int
    kind: str
    prefix: str
    template: str
    digits: int
    reset: str


@remember(5)
def shop(business_id: int) -> Shop:
    row = Business.objects.get(pk=business_id)
    return Shop(
        id=row.pk,
        name=row.name,
        currency=row.currency,
        places=row.currency_places,
        tz=ZoneInfo(row.time_zone),
        modules=frozenset(row.modules),
        settings=Settings.read(row.settings),
        transaction_edit_days=row.transaction_edit_days,
        date_format=row.date_format,
        decimal_separator=row.decimal_separator,
        thousand_separator=row.thousand_separator,
        locations={place.pk: _place(place) for place in Location.objects.of(business_id).order_by("id")},
        terms=tuple(
            _term(s) for s in Subscription.objects.of(business_id).filter(status="approved").order_by("starts_on")
        ),
    )


def _place(row: Location) -> Place:
    methods: dict[str, Any] = row.payment_methods
    enabled = {key: entry.get("account_id") for key, entry in methods.items() if entry.get("enabled")}
    return Place(row.pk, row.code, row.name, row.kind, row.is_active, row.selling_price_group_id, enabled)


def _term(row: Subscription) -> Term:
    return Term(row.starts_on, row.ends_on or FOREVER, dict(row.limits))


def place_for(actor: Actor, location_id: int | None, field: str = "location_id") -> Place:
    """A location that the actor may use. One outside the business is invalid, one outside his own forbidden."""
    place = shop(actor.business_id).locations.get(location_id or 0)
    if place is None:
        raise invalid({field: ["The selected location is invalid."]})
    if not actor.may_use_location(place.id):
        raise forbidden("location.not_permitted", "You are not permitted to use this location.")
    return place


@remember(30)
def series_for_system(business_id: int, kind: str, location_id: int | None) -> Series | None:
    """The default series of that kind: the location's own, else the business's."""
    rows = NumberSeries.objects.of(business_id).filter(kind=kind, is_default=True)
    found = {row.location_id: row for row in rows}
    row = found.get(location_id) or found.get(None)
    return None if row is None else series_of(row)


@remember(30)
def series_by_id(actor: Actor, series_id: int) -> Series | None:
    row = NumberSeries.objects.visible_to(actor).filter(pk=series_id).first()
    return None if row is None else series_of(row)


def series_of(row: NumberSeries) -> Series:
    return Series(row.pk, row.kind, row.prefix, row.template, row.digits, row.reset)
