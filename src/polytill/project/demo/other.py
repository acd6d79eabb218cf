"""The second tenant: a stranger in the same house, with its own small data."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

from polytill.domain.parties.contacts import NewContact
from polytill.operations.checkout import Checkout, CheckoutLine, Tender, checkout_one
from polytill.operations.create_contact import create_contact
from polytill.operations.open_stock import OpeningLine, open_stock
from polytill.project.demo import premises, shelves
from polytill.project.demo.month import total_of
from polytill.project.demo.world import World, data


def found_other(now: datetime) -> None:
    plan = data("other")
    opened = premises.opening(plan, now, -20)
    world = premises.found(plan, size="other", now=now, opened=opened)
    shelves.fill(plan["catalog"], world, opened)
    contact = create_contact(
        contact=NewContact("customer", first_name="Otto", last_name="Ander"), actor=world.actor, now=opened
    )
    lines = [
        OpeningLine(world.variations[x["name"]], Decimal(40), Decimal(x["cost"])) for x in plan["catalog"]["products"]
    ]
    open_stock(location_id=world.locations["BL0001"], lines=lines, at=opened, actor=world.actor, now=opened)
    for days in range(-10, 0):
        world.plan(world.day(days, time(11)), partial(_sell, plan, contact, days, world))
    world.live()


def _sell(plan: dict[str, Any], contact: int, days: int, world: World, at: datetime) -> None:
    goods = plan["catalog"]["products"]
    name = goods[days % len(goods)]["name"]
    command = Checkout(
        location_id=world.locations["BL0001"],
        at=at,
        contact_id=contact if days % 2 else None,
        lines=(CheckoutLine(world.variations[name], Decimal(1 + days % 3)),),
    )
    tender = Tender(total_of(command, world.actor), "cash")
    checkout_one(replace(command, tenders=(tender,)), actor=world.actor, now=at)
