"""Interleaved rounds: by hand, over HTTP, by hand, …; so that a slow minute of the machine meets both."""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bench.checkout import handwritten, server

COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@dataclass
class Series:
    """Sales a second, round by round."""

    name: str
    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    def against(self, peer: Series) -> list[float]:
        return [ours / theirs for ours, theirs in zip(self.rates, peer.rates, strict=True)]


def measure(engine: str, *, rounds: int, seconds: float, tills: int, workers: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from bench.shop import build

    shop = build()
    environment = dict(os.environ)
    print(f"{engine}: {_statements(shop)} statements a checkout of 5 lines")
    hand, http = Series("hand-written, 1 connection"), Series(f"HTTP, {workers} worker(s), {tills} tills")
    single, batch = Series("checkout() in process"), Series("checkout() in lists of 100")
    till = handwritten.Till(_peer(engine), shop)
    with server.serving(environment, workers) as port:
        server.sell(port, shop, tills=tills, seconds=2, seed=0)
        _by_hand(till, shop, 1, 0)
        for number in range(1, rounds + 1):
            hand.rates.append(_by_hand(till, shop, seconds, number))
            sold = server.sell(port, shop, tills=tills, seconds=seconds, seed=number)
            http.rates.append(sold["answered"] / seconds)
            http.latencies += sold["latencies"]
    for number in range(1, rounds + 1):
        single.rates.append(_in_process(shop, 1, seconds / 2, number))
        batch.rates.append(_in_process(shop, 100, seconds / 2, number))
    _print(hand, http, single, batch)
    _verify()


def _peer(engine: str) -> handwritten.Database:
    from django.db import connection

    if engine == "sqlite":
        return handwritten.SQLite(connection.settings_dict["NAME"])
    return handwritten.PostgreSQL(os.environ["DATABASE_URL"])


def _by_hand(till: handwritten.Till, shop: Any, seconds: float, seed: int) -> float:
    dice = random.Random(1000 + seed)
    baskets = [handwritten.basket(dice, shop) for _ in range(500)]
    sold, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        till.sell(baskets[sold % len(baskets)])
        sold += 1
    return sold / (time.perf_counter() - start)


def _in_process(shop: Any, size: int, seconds: float, seed: int) -> float:
    from polytill.operations.checkout import checkout

    actor, dice = _actor(shop), random.Random(2000 + seed)
    commands = [_command(shop, handwritten.basket(dice, shop)) for _ in range(400)]
    sold, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        at = sold % len(commands)
        checkout(commands[at : at + size], actor=actor, now=datetime.now(UTC))
        sold += size
    return sold / (time.perf_counter() - start)


def _actor(shop: Any) -> Any:
    from polytill.domain.identity.models import User
    from polytill.domain.identity.selectors import actor_of

    return actor_of(User.objects.get(pk=shop.tills[0][0]), door="integration")


def _command(shop: Any, lines: list[tuple[int, int]]) -> Any:
    from polytill.operations.checkout import Checkout, CheckoutLine, Tender

    prices = {v: price for _, v, price in shop.products}
    total = sum((prices[v] * q / handwritten.ONE * Decimal("1.1")).quantize(Decimal("0.01")) for v, q in lines)
    return Checkout(
        location_id=shop.location_id,
        at=datetime.now(UTC),
        is_direct=False,
        lines=tuple(CheckoutLine(v, Decimal(q).scaleb(-4)) for v, q in lines),
        tenders=(Tender(Decimal(total), "cash"),),
    )


def _statements(shop: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from polytill.operations.checkout import checkout

    actor, dice = _actor(shop), random.Random(5)
    checkout([_command(shop, handwritten.basket(dice, shop))], actor=actor, now=datetime.now(UTC))
    command = _command(shop, handwritten.basket(dice, shop))
    with CaptureQueriesContext(connection) as queries:
        checkout([command], actor=actor, now=datetime.now(UTC))
    return sum(not query["sql"].startswith(COUNTED) for query in queries)


def _print(hand: Series, http: Series, single: Series, batch: Series) -> None:
    for series in (hand, http, single, batch):
        print(f"  {series.name:34} {_spread(series.rates, '.0f')} sales/s")
    for series in (http, single, batch):
        print(f"  {series.name:34} {_spread(series.against(hand), '.2f')} x hand-written")
    share = [s / b for s, b in zip(single.rates, batch.rates, strict=True)]
    print(f"  a sale in a list of 100 costs      {_spread(share, '.2f')} of a single one")
    slow = statistics.quantiles(http.latencies, n=100)
    print(
        f"  HTTP latency                       median {slow[49]:.1f} ms, p95 {slow[94]:.1f} ms, p99 {slow[98]:.1f} ms"
    )


def _spread(values: list[float], form: str) -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}}-{max(values):{form}})"


def _verify() -> None:
    from polytill.reports.verify import faults

    found = list(faults())
    print("  the books of both add up" if not found else "\n".join(found))
    if found:
        sys.exit(1)
