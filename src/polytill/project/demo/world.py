"""What the demo has made so far, by the names that its data use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from polytill.kernel.actor import Actor


def data(name: str) -> Any:
    return orjson.loads(files("polytill.project.demo").joinpath("data", f"{name}.json").read_bytes())


def number(value: str | int | None) -> Decimal:
    return Decimal(value or 0)


@dataclass(slots=True)
class World:
    """now: the moment of loading; the demo's past lies before it. Ids by name; variations also by "product|name"."""

    business_id: int
    now: datetime
    tz: ZoneInfo
    actor: Actor
    actors: dict[str, Actor] = field(default_factory=dict)
    locations: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    agents: list[int] = field(default_factory=list)
    taxes: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    brands: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    variations: dict[str, int] = field(default_factory=dict)
    price_groups: dict[str, int] = field(default_factory=dict)
    customer_groups: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)
    regulars: set[str] = field(default_factory=set)
    expense_categories: dict[str, int] = field(default_factory=dict)
    service_types: dict[str, int] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    sales: dict[str, int] = field(default_factory=dict)
    bulk_ends: int = 40  # the days before today that are told sale by sale
    _agenda: list[tuple[datetime, int, Callable[[datetime], object]]] = field(default_factory=list)

    def plan(self, at: datetime, what: Callable[[datetime], object]) -> None:
        """What happens then; it gets the moment as its clock. Numbers run with the clock, so all happens in order."""
        self._agenda.append((at, len(self._agenda), what))

    def live(self) -> None:
        for at, _, what in sorted(self._agenda, key=lambda entry: entry[:2]):
            what(at)
        self._agenda.clear()

    def day(self, offset: int, at: time = time(9)) -> datetime:
        """That time of day in the shop, so many days from today, and never later than now."""
        local = self.now.astimezone(self.tz)
        moment = datetime.combine(local.date() + timedelta(days=offset), at, self.tz)
        return min(moment.astimezone(self.now.tzinfo), self.now)

    def by(self, username: str, door: str = "web") -> Actor:
        return replace(self.actors[username], door=door)
