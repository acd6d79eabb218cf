"""What lies on the shelves: an opening, purchases of a month, breakage, a transfer."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.domain.purchasing.selectors import ordered_lines
from polytill.operations.adjust_stock import AdjustLine, AdjustStock, adjust_stock
from polytill.operations.enter_purchase import EnterPurchase, PurchasedLine, enter_purchase
from polytill.operations.open_stock import OpeningLine, open_stock
from polytill.operations.receive_purchase import receive_purchase
from polytill.operations.steps.cart import Tender
from polytill.operations.transfer_stock import TransferredLine, TransferStock, transfer_stock
from polytill.project.demo.world import World, number

Data = dict[str, Any]
SHOPS = ("BL0001", "BL0002")
# Of what the catalogue states, that much is bought again by each delivery.
SHARE_BOUGHT = Decimal("0.5")
DOZEN = Decimal(12)
TRANSFERS = (
    (-8, "completed", (("Whole Milk 1 l", 12), ("Cola", 24), ("Mineral Water 0.5 l", 48))),
    (-1, "in_transit", (("Orange Juice 1 l", 6), ("Oat Cookies", 10))),
    (0, "pending", (("Spaghetti 500 g", 20),)),
)


def open_shelves(catalog: Data, world: World, opened: datetime) -> None:
    lines: dict[str, list[OpeningLine]] = defaultdict(list)
    for entry in catalog["products"]:
        for name, unit, cost, stock in _stocked(entry):
            for code, quantity in zip(SHOPS, stock, strict=True):
                if number(quantity) > 0:
                    lines[code].append(_opening(entry, name, unit, cost, number(quantity), opened.date(), world))
    for code, rows in lines.items():
        open_stock(
            location_id=world.locations[code],
            lines=rows,
            at=opened,
            note="Opening stock",
            actor=world.actor,
            now=opened,
        )


def _stocked(entry: Data) -> list[tuple[str, str | None, str, list[str]]]:
    """(variation, unit, cost, stock per shop)"""
    if "selling_units" in entry:
        return [(entry["name"], unit["unit"], unit["cost"], unit["stock"]) for unit in entry["selling_units"]]
    if entry.get("type") == "variable":
        return [(f"{entry['name']}|{v[0]}", None, v[2], v[4]) for v in entry["variations"]]
    return [(entry["name"], None, entry["cost"], entry["stock"])] if "stock" in entry else []


def _opening(
    entry: Data, name: str, unit: str | None, cost: str, quantity: Decimal, day: date, world: World
) -> OpeningLine:
    months = entry.get("expiry_months")
    return OpeningLine(
        variation_id=world.variations[name],
        quantity=quantity,
        unit_cost=number(cost),
        unit_id=world.units[unit] if unit else None,
        lot_number=f"LOT-{world.variations[name]:03}-A" if entry.get("lots") else "",
        made_on=day if months else None,
        expires_on=day + timedelta(days=30 * months + 45) if months else None,
    )


def plan(catalog: Data, parties: Data, world: World) -> None:
    """Each supplier delivers twice in the month what his shelves lost; of one order a part is still on its way."""
    for place, supplier in enumerate(x for x in parties["contacts"] if x.get("supplies")):
        name = f"{supplier['first_name']} {supplier['last_name']}".strip()
        goods = [x for x in catalog["products"] if x.get("category", "").split("/")[0] in supplier["supplies"]]
        for round_, offset in enumerate((-26 + place, -12 + place)):
            at = world.day(offset, time(7, 30))
            world.plan(at, partial(_purchase, goods, name, round_, place, world))
    world.plan(world.day(-3, time(15)), partial(_order, world))
    world.plan(world.day(-9, time(18)), partial(_breakage, world))
    world.plan(world.day(-5, time(18)), partial(_count, world))
    for days, status, moved in TRANSFERS:
        world.plan(world.day(days, time(8)), partial(_transfer, status, moved, world))


def _purchase(goods: list[Data], supplier: str, round_: int, place: int, world: World, at: datetime) -> None:
    day = at.astimezone(world.tz).date()
    lines = []
    for entry in goods:
        for name, unit, cost, stock in _stocked(entry):
            quantity = (number(stock[0]) * SHARE_BOUGHT).to_integral_value()
            if quantity > 0 and not entry.get("inactive") and not entry.get("not_for_selling"):
                lines.append(_bought(entry, name, unit, cost, quantity, round_, day, world))
    paid = round_ == 1 and place != 2
    command = EnterPurchase(
        supplier_id=world.contacts[supplier],
        location_id=world.locations["BL0001"],
        lines=tuple(lines),
        at=at,
        discount=Discount(DiscountKind.PERCENTAGE, Decimal(2)) if round_ == 0 else None,
        shipping_charges=Decimal(15) if place == 1 else Decimal(0),
        tenders=(Tender(Decimal(500), "bank_transfer"),) if paid else (),
        supplier_ref=f"INV-{2200 + 10 * place + round_}",
    )
    enter_purchase(command, actor=world.by("stock"), now=at)


def _bought(
    entry: Data, name: str, unit: str | None, cost: str, quantity: Decimal, round_: int, day: date, world: World
) -> PurchasedLine:
    months = entry.get("expiry_months")
    dozens = "Dozen" in entry.get("sub_units", ())
    return PurchasedLine(
        variation_id=world.variations[name],
        quantity=(quantity / DOZEN).to_integral_value() if dozens else quantity,
        unit_price=number(cost) * DOZEN if dozens else number(cost),
        unit_id=world.units["Dozen"] if dozens else world.units[unit] if unit else None,
        discount_percent=Decimal(5) if round_ == 1 else Decimal(0),
        lot_number=f"LOT-{world.variations[name]:03}-{'BC'[round_]}" if entry.get("lots") else "",
        made_on=day if months else None,
        expires_on=day + timedelta(days=30 * months + 15) if months else None,
    )


def _order(world: World, at: datetime) -> None:
    """The salt comes two days later, the water is still on its way."""
    lines = (
        PurchasedLine(world.variations["Mineral Water 0.5 l"], Decimal(20), Decimal("7.10"), world.units["Dozen"]),
        PurchasedLine(world.variations["Sea Salt 500 g"], Decimal(60), Decimal("0.44")),
    )
    order = EnterPurchase(
        supplier_id=world.contacts["Jackson Hill"],
        location_id=world.locations["BL0001"],
        at=at,
        status="ordered",
        lines=lines,
        supplier_ref="INV-2291",
    )
    ordered = enter_purchase(order, actor=world.actor, now=at)
    salt = ordered_lines(ordered.id, world.actor)[1]
    receive_purchase(purchase_id=ordered.id, quantities={salt.id: salt.open}, actor=world.by("stock"), now=at)


def _breakage(world: World, at: datetime) -> None:
    lines = [("Olive Oil 750 ml", -2), ("Desk Lamp", -1)]
    _adjust("abnormal", "Fell off the shelf", lines, world, at, recovered=Decimal(8))


def _count(world: World, at: datetime) -> None:
    _adjust(
        "count", "Count of the electronics shelf", [("AA Batteries, 4 Pack", -3), ("USB-C Cable 1 m", 2)], world, at
    )


def _adjust(
    kind: str, why: str, lines: list[tuple[str, int]], world: World, at: datetime, recovered: Decimal = Decimal(0)
) -> None:
    command = AdjustStock(
        location_id=world.locations["BL0001"],
        lines=tuple(AdjustLine(world.variations[name], Decimal(quantity)) for name, quantity in lines),
        at=at,
        kind=kind,
        reason=why,
        recovered=recovered,
    )
    adjust_stock(command, actor=world.by("stock"), now=at)


def _transfer(status: str, goods: tuple[tuple[str, int], ...], world: World, at: datetime) -> None:
    moved = TransferStock(
        from_location_id=world.locations["BL0001"],
        to_location_id=world.locations["BL0002"],
        lines=tuple(TransferredLine(world.variations[name], Decimal(quantity)) for name, quantity in goods),
        at=at,
        status=status,
        note="For the café",
    )
    transfer_stock(moved, actor=world.by("stock"), now=at)
