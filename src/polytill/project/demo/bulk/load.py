"""The large demo shops behind the small one: what they sold before the month that is told sale by sale."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, models

from polytill.domain.storage.sql import execute, fetch
from polytill.project.demo.bulk import books, goods, people, stock
from polytill.project.demo.bulk.bare import bare, continue_ids
from polytill.project.demo.bulk.progress import progress
from polytill.project.demo.bulk.table import on_sqlite
from polytill.project.demo.bulk.trade import days_of_trade
from polytill.project.demo.world import World


@dataclass(frozen=True, slots=True)
class Size:
    skus: int
    sales: int
    contacts: int
    days: int


SIZES = {
    "medium": Size(skus=5_000, sales=50_000, contacts=1_000, days=360),
    "large": Size(skus=100_000, sales=1_000_000, contacts=20_000, days=1_080),
}
# In KiB. Building indexes and checking references walks through whole tables that stand in the log until the commit.
CACHE = -512 * 1024
FILLED: tuple[type[models.Model], ...] = (*books.FILLED, *stock.FILLED)


def load_bulk(world: World, size: Size, opened: datetime) -> None:
    contacts = people.meet(world, size.contacts, opened)
    skus = goods.fill_shelves(world, size.skus, opened, progress("SKUs", size.skus))
    told = progress("Sales", size.sales)
    with bare(FILLED):
        shelves = stock.open_shelves(world, skus, sales=size.sales, at=opened)
        ledgers = books.Books(world, skus, shelves)
        done = 0
        for day in days_of_trade(world, skus, shelves, contacts, sales=size.sales, days=size.days):
            ledgers.enter(day)
            done += len(day.sales)
            told(done)
        ledgers.close()
        stock.count_shelves(world, skus, shelves, opened)
        continue_ids(books.NUMBERED)


@contextmanager
def unchecked_references() -> Iterator[None]:
    """SQLite looks foreign keys up row by row and can leave that off between transactions only; they are checked as a
    whole before the commit."""
    if not on_sqlite():
        yield
        return
    connection.ensure_connection()
    connection.disable_constraint_checking()
    (before,) = fetch("PRAGMA cache_size")[0]
    execute(f"PRAGMA cache_size = {CACHE}")
    try:
        yield
    finally:
        execute(f"PRAGMA cache_size = {before}")
        connection.enable_constraint_checking()


def check_references() -> None:
    if on_sqlite():
        connection.check_constraints([model._meta.db_table for model in FILLED])


def tend() -> None:
    """Statistics for the planner."""
    execute("ANALYZE")
