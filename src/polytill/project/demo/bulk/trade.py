"""Years of sales at four tills: the rows that the counter would have written, with the levels kept beside them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from polytill.domain.business.selectors import Series
from polytill.domain.business.services import written
from polytill.project.demo.bulk.goods import Sku
from polytill.project.demo.world import World

OPENS = time(9)
SECONDS_OPEN = 11 * 3600
TILLS = (("cashier", "BL0001"), ("manager", "BL0001"), ("cashier2", "BL0002"), ("waiter", "BL0002"))
# Of a hundred sales: to somebody known; paid by card; not paid yet; in part.
KNOWN, CARD, DUE, PARTIAL = 45, 55, 1, 1
LINES = (1, 1, 1, 2, 2, 2, 3, 3, 4, 5)
QUANTITIES = (1, 1, 1, 1, 2, 2, 3)
FINE = 10_000


@dataclass(slots=True)
class Shelf:
    """What lies of each SKU at one location: one layer each, in whole pieces."""

    location_id: int
    opened: list[int]
    left: list[int]
    first_layer: int
    opening_id: int = 0
    first_line: int = 0


@dataclass(frozen=True, slots=True)
class Sold:
    """One sale. lines: (place of the SKU, pieces, left on the shelf after it). paid and total in ten-thousandths."""

    at: datetime
    till: int
    contact_id: int | None
    lines: tuple[tuple[int, int, int], ...]
    total: int
    line_tax: int
    method: str
    paid: int


@dataclass(slots=True)
class Day:
    date: date
    opens: datetime
    sales: list[Sold] = field(default_factory=list)


def stock_for(skus: Sequence[Sku], sales: int, dice: random.Random) -> list[int]:
    """Pieces of each SKU at one shop, half as much again as it is expected to sell, and its popularity with it."""
    pieces = sales * (sum(LINES) / len(LINES)) * (sum(QUANTITIES) / len(QUANTITIES)) / 2
    return [20 + round(pieces / len(skus) * 1.6 * dice.expovariate(1)) for _ in skus]


def days_of_trade(
    world: World, skus: Sequence[Sku], shelves: dict[str, Shelf], contacts: Sequence[int], *, sales: int, days: int
) -> Iterator[Day]:
    """Sales in the order of time. A SKU is asked for as often as there is much of it; what has run out is not sold."""
    dice = random.Random(sales)  # noqa: S311
    today = world.now.astimezone(world.tz).date()
    chances = {code: list(accumulate(shelf.opened)) for code, shelf in shelves.items()}
    per_day = _spread(sales, days, dice)
    for place, count in enumerate(per_day):
        on = today - timedelta(days=world.bulk_ends + days - place)
        opens = datetime.combine(on, OPENS, world.tz).astimezone(world.now.tzinfo)
        day = Day(on, opens)
        for second in sorted(dice.randrange(SECONDS_OPEN) for _ in range(count)):
            till = dice.randrange(len(TILLS))
            code = TILLS[till][1]
            day.sales.append(
                _sale(opens + timedelta(seconds=second), till, skus, shelves[code], chances[code], contacts, dice)
            )
        yield day


def _spread(sales: int, days: int, dice: random.Random) -> list[int]:
    weights = [dice.uniform(0.7, 1.3) for _ in range(days)]
    edges = [round(sales * part / sum(weights)) for part in accumulate(weights)]
    return [later - before for before, later in zip([0, *edges], edges, strict=False)]


def _sale(
    at: datetime,
    till: int,
    skus: Sequence[Sku],
    shelf: Shelf,
    chances: Sequence[int],
    contacts: Sequence[int],
    dice: random.Random,
) -> Sold:
    lines: list[tuple[int, int, int]] = []
    total = tax = 0
    wanted = LINES[int(dice.random() * len(LINES))]
    asked = dice.choices(range(len(skus)), cum_weights=chances, k=wanted)
    while True:
        for place in asked:
            quantity = min(QUANTITIES[int(dice.random() * len(QUANTITIES))], shelf.left[place])
            if quantity <= 0:
                continue
            shelf.left[place] -= quantity
            lines.append((place, quantity, shelf.left[place]))
            total += skus[place].gross * quantity
            tax += skus[place].tax * quantity
        if lines:
            break
        asked = [int(dice.random() * len(skus))]
    chance = dice.random() * 100
    known = chance < KNOWN
    contact = contacts[int(dice.random() * len(contacts))] if known else None
    paid = 0 if chance < DUE else total // 2 // 100 * 100 if chance < DUE + PARTIAL else total
    method = "card" if dice.random() * 100 < CARD else "cash"
    return Sold(at, till, contact, tuple(lines), total, tax, method, paid)


class Numbers:
    """A series counted on in the process: the numbers of its next documents, and where it stands then."""

    def __init__(self, series: Series, next_number: int, period: str, start: int) -> None:
        self.series, self.next, self.period, self._start = series, next_number, period, start
        self._day: date | None = None

    def take(self, day: date) -> str:
        if day is not self._day:
            self._day = day
            period = {"year": f"{day.year:04}", "day": day.isoformat()}.get(self.series.reset, "")
            if period != self.period:
                self.period, self.next = period, self._start
        number = written(self.series, self.next, day)
        self.next += 1
        return number
