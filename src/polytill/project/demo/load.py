"""The demo shop, loaded into an empty database in one transaction, or its logins written anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from polytill.domain.business.models import Business
from polytill.domain.storage.remember import forget
from polytill.project.demo import logins, month, other, papers, people, premises, shelves, stocking
from polytill.project.demo.bulk.load import SIZES, check_references, load_bulk, tend, unchecked_references
from polytill.project.demo.world import data

MONTH = 40  # days before today
CAFE = "BL0002"


def load_demo(*, size: str = "small", only_if_empty: bool = False, now: datetime) -> dict[str, Any] | None:
    """Logins and credentials. None: the database holds a business of its own and was left alone."""
    forget()
    found = list(Business.objects.order_by("id"))
    demo = [row for row in found if "demo" in row.settings]
    if not demo:
        if found and only_if_empty:
            return None
        with _writes_allowed(), _frame(size):
            _load(size, now)
        forget()
        demo = [row for row in Business.objects.order_by("id") if "demo" in row.settings]
    return logins.write_anew(demo, now=now)


@contextmanager
def _writes_allowed() -> Iterator[None]:
    """A public demonstration refuses writes at its doors; loading it is not one of those."""
    name = "POLYTILL_DEMO_MODE"
    before = getattr(settings, name, False)
    setattr(settings, name, False)
    try:
        yield
    finally:
        setattr(settings, name, before)


@contextmanager
def _frame(size: str) -> Iterator[None]:
    """All or nothing."""
    if size not in SIZES:
        with transaction.atomic():
            yield
        return
    with unchecked_references():
        with transaction.atomic():
            yield
            check_references()
        tend()


def _load(size: str, now: datetime) -> None:
    bulk = SIZES.get(size)
    plan, catalog, parties = data("premises"), data("catalog"), data("parties")
    opened = premises.opening(plan, now, -MONTH - (bulk.days if bulk else 0))
    world = premises.found(plan, size=size, now=now, opened=opened)
    premises.lay_floors(plan, world, CAFE, opened)
    shelves.fill(catalog, world, opened)
    shelves.price(plan, catalog, world, opened)
    people.meet(parties, world, opened)
    if bulk:
        load_bulk(world, bulk, opened)
    shelf_day = premises.opening(plan, now, -MONTH + 1)
    stocking.open_shelves(catalog, world, shelf_day)
    stocking.plan(catalog, parties, world)
    month.plan(world)
    papers.plan(world)
    people.plan(parties, plan, world)
    world.live()
    other.found_other(now)
