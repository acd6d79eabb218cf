"""Customers by the thousand."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.business.selectors import series_for_system
from polytill.domain.business.services import take_numbers, written
from polytill.domain.parties.models import Contact
from polytill.project.demo.bulk.bare import last_id
from polytill.project.demo.bulk.table import Table
from polytill.project.demo.world import World

FIRST = ("Aaron", "Bella", "Cyrus", "Daria", "Emil", "Fatima", "Gustav", "Helena", "Idris", "Jasmin", "Karl", "Leila",
         "Milan", "Nora", "Omar", "Paula", "Rafael", "Selma", "Tomas", "Ursula")  # fmt: skip
LAST = ("Abbott", "Becker", "Castillo", "Dahl", "Evans", "Fontaine", "Gruber", "Hansen", "Ito", "Jansen", "Kaya",
        "Moreau", "Nilsson", "Oduya", "Pereira", "Rossi", "Schulz", "Tanaka", "Vargas")  # fmt: skip


def meet(world: World, count: int, at: datetime) -> list[int]:
    """Their ids, one after the other."""
    series = series_for_system(world.business_id, "contact", None)
    if series is None:
        raise LookupError("a business has a series for its contacts")
    day = at.astimezone(world.tz).date()
    number = take_numbers(wanted={series: count}, day=day)[series].first
    table = Table(
        Contact,
        ("code", "name", "first_name", "last_name", "mobile", "email"),
        business_id=world.business_id,
        type="customer",
        created_by_id=world.actor.user_id,
        created_at=at,
        updated_at=at,
    )
    before = last_id(Contact)
    for place in range(count):
        first, last = FIRST[place % len(FIRST)], LAST[place // len(FIRST) % len(LAST)]
        mobile = f"(480) {place // 10_000:03}-{place % 10_000:04}"
        email = f"{first}.{last}{place}@example.com".lower()
        table.add((written(series, number + place, day), f"{first} {last}", first, last, mobile, email))
    table.flush()
    return list(range(before + 1, last_id(Contact) + 1))
