"""A month of trade up to now: tills opened and closed, customers at the counter, direct sales and their papers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from functools import partial

from polytill.domain.registers.selectors import cash_in_drawer, open_shift_id
from polytill.kernel.actor import Actor
from polytill.kernel.errors import DomainError
from polytill.operations.checkout import Checkout, CheckoutLine, Modifier, Service, Tender, checkout_one
from polytill.operations.close_register import close_register
from polytill.operations.open_register import open_register
from polytill.operations.steps.counter import gather
from polytill.operations.steps.ring_up import ring_up
from polytill.project.demo.world import World

DAYS = 30
OPENS, CLOSES = time(9), time(20, 15)
TILLS = (("cashier", "BL0001", 7), ("cashier2", "BL0002", 5))
CAFE = ("Espresso", "Cappuccino", "Green Tea", "Fresh Lemonade", "Pizza Margherita", "Pizza Funghi", "Tiramisu",
        "Spaghetti Carbonara", "Caesar Salad", "Tomato Soup", "Club Sandwich", "Sparkling Water 1 l")  # fmt: skip
WEIGHED = {"Basmati Rice", "Bananas", "Tomatoes", "Mature Cheddar"}
SHELF = (
    "Mineral Water 0.5 l", "Whole Milk 1 l", "Butter 250 g", "Yoghurt Strawberry", "Free-Range Eggs", "Basmati Rice",
    "Bananas", "Tomatoes", "Mature Cheddar", "Spaghetti 500 g", "Olive Oil 750 ml", "Dark Chocolate 100 g",
    "Oat Cookies", "Instant Coffee 200 g", "Creamer Packet", "LED Bulb E27", "AA Batteries, 4 Pack", "USB-C Cable 1 m",
    "Cotton T-Shirt|M", "Cotton T-Shirt|L", "Levis Men's Slimmy Fit Jeans|30", "Sports Socks, 3 Pairs", "Wool Scarf",
    "Party Water Deal", "Gift Wrapping", "Cola", "Sea Salt 500 g", "Wireless Mouse",
)  # fmt: skip
DEAR = {"Levis Men's Slimmy Fit Jeans|30", "Wireless Mouse", "Wool Scarf", "Cotton T-Shirt|M", "Cotton T-Shirt|L"}


def plan(world: World) -> None:
    _plan_office_till(world)
    dice = random.Random(20)  # noqa: S311  the same month each time
    for offset in range(-DAYS, 1):
        for username, code, customers in TILLS:
            _day(offset, username, code, customers + dice.randint(-2, 3), world, dice)


def _plan_office_till(world: World) -> None:
    """The administrator stood at the till for an hour yesterday."""
    dice = random.Random(7)  # noqa: S311
    opens = world.day(-1, time(16))
    world.plan(opens, partial(_open, "admin", "BL0001", world))
    for minutes in (4, 17, 31, 48):
        world.plan(opens + timedelta(minutes=minutes), partial(_serve, "admin", "BL0001", dice.random(), world))
    world.plan(opens + timedelta(hours=1), partial(_close, "admin", 0, world))


def _day(offset: int, username: str, code: str, customers: int, world: World, dice: random.Random) -> None:
    """Today's first till is still open."""
    world.plan(world.day(offset, OPENS), partial(_open, username, code, world))
    for _ in range(customers):
        at = world.day(offset, time(9, 5)) + timedelta(minutes=dice.randint(0, 10 * 60 + 50))
        seed = dice.random()
        if at <= world.now:
            world.plan(at, partial(_serve, username, code, seed, world))
    if offset < 0 or username != TILLS[0][0]:
        world.plan(world.day(offset, CLOSES), partial(_close, username, dice.choice((0, 0, 0, 0, -1, 2)), world))


def _open(username: str, code: str, world: World, at: datetime) -> None:
    open_register(actor=world.by(username), location_id=world.locations[code], float_amount=Decimal(100), now=at)


def _close(username: str, off_by: int, world: World, at: datetime) -> None:
    """The count differs now and then."""
    actor = world.by(username)
    counted = cash_in_drawer(open_shift_id(actor) or 0, actor) + off_by
    note = "" if not off_by else "Counted twice."
    close_register(actor=actor, closing_amount=counted, note=note, now=at)


def _serve(username: str, code: str, seed: float, world: World, at: datetime) -> None:
    """A customer who asks for more than there is leaves with nothing."""
    dice = random.Random(seed)  # noqa: S311
    command = _basket(code, world, dice, at)
    try:
        checkout_one(_paid(command, world.by(username), dice), actor=world.by(username), now=at)
    except DomainError as refusal:
        if refusal.code != "stock.insufficient":
            raise


def _basket(code: str, world: World, dice: random.Random, at: datetime) -> Checkout:
    cafe = code == "BL0002"
    names = dice.sample(CAFE if cafe else SHELF, dice.choice((1, 1, 2, 2, 3, 4, 5)))
    contact = None
    if dice.random() < 0.3:
        contact = dice.choice([x for name, x in sorted(world.contacts.items()) if name in world.regulars])
    service, table, waiter = None, None, None
    if cafe and dice.random() < 0.7:
        table = dice.choice(sorted(world.tables.values()))
        service, waiter = Service(world.service_types["Dine-in"]), world.actors["waiter"].user_id
    return Checkout(
        location_id=world.locations[code],
        at=at,
        is_direct=False,
        contact_id=contact,
        lines=tuple(_line(name, world, dice) for name in names),
        service=service,
        table_id=table,
        waiter_id=waiter,
    )


def _line(name: str, world: World, dice: random.Random) -> CheckoutLine:
    quantity = Decimal(dice.choice((1, 1, 1, 2, 2, 3)))
    extras: tuple[Modifier, ...] = ()
    if name in WEIGHED:
        quantity = Decimal(dice.randint(150, 2400)) / 1000
    elif name in DEAR:
        quantity = Decimal(1)
    if name.startswith("Pizza") and dice.random() < 0.5:
        extras = (Modifier(world.variations["Extras|Extra Cheese"]),)
    if name == "Cappuccino" and dice.random() < 0.4:
        extras = (Modifier(world.variations["Coffee Options|Oat Milk"]),)
    return CheckoutLine(variation_id=world.variations[name], quantity=quantity, modifiers=extras)


def total_of(command: Checkout, actor: Actor) -> Decimal:
    return ring_up(0, command, gather([command], actor)).sums.final_total


def _paid(command: Checkout, actor: Actor, dice: random.Random) -> Checkout:
    total = total_of(command, actor)
    way = dice.random()
    if way < 0.40:
        return replace(command, tenders=(Tender(total, "card", transaction_no=f"T{dice.randint(10**7, 10**8 - 1)}"),))
    if way < 0.50 and total > 10:
        return replace(command, tenders=(Tender(Decimal(5), "cash"), Tender(total - 5, "card")))
    if way < 0.56:
        return replace(command, tenders=(Tender(total, "custom_pay_1"),))
    given = _notes(total, dice)
    return replace(command, tenders=(Tender(given, "cash"),), change_return=given - total)


def _notes(total: Decimal, dice: random.Random) -> Decimal:
    """Exact, or the next round note."""
    steps: Sequence[Decimal] = (Decimal("0.01"), Decimal(1), Decimal(5), Decimal(10), Decimal(20))
    step = dice.choice(steps)
    return (total / step).to_integral_value(ROUND_CEILING) * step
