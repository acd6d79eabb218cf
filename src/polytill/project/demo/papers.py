"""The month's other papers: the documents' worked examples, direct sales, orders and deliveries, quotations, drafts,
held sales."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.selectors.returns import returnable_by, returns_of
from polytill.kernel.actor import Actor
from polytill.operations.checkout import Checkout, CheckoutLine, Service, Shipping, Tender, checkout_one
from polytill.operations.create_sales_order import create_sales_order
from polytill.operations.record_payment import record_payment
from polytill.operations.upsert_return import Return, Returned, ReturnedLine, upsert_return
from polytill.project.demo.month import total_of
from polytill.project.demo.world import World

SHOP = "BL0001"
SHIPMENTS = ("ordered", "packed", "shipped", "delivered", "cancelled")


def plan(world: World) -> None:
    world.plan(world.day(-29, time(9, 30)), partial(_jeans, world))
    world.plan(world.day(-21, time(14, 30)), partial(_home_delivery, world))
    world.plan(world.day(-15, time(11, 15)), partial(_water, world))
    world.plan(world.day(-13, time(10, 50)), partial(_bottles_back, world))
    world.plan(world.day(-12, time(17, 5)), partial(_jeans_back, world))
    world.plan(world.day(-6, time(11, 55)), partial(_headphones_back, world))
    for place, status in enumerate(SHIPMENTS):
        world.plan(world.day(-16 + 3 * place, time(15, 20)), partial(_shipment, status, place, world))
    for place in range(12):
        world.plan(world.day(-28 + 2 * place, time(16, 40)), partial(_direct, place, world))
    for place, kind in enumerate(("draft", "quotation", "proforma") * 2):
        world.plan(world.day(-14 + 2 * place, time(12, 10)), partial(_unfinished, kind, place, world))
    for place, state in enumerate(("completed", "partial", "ordered")):
        world.plan(world.day(-10 + 3 * place, time(9, 45)), partial(_order, state, place, world))
        if state != "ordered":
            world.plan(world.day(-9 + 3 * place, time(14, 15)), partial(_deliver, state, place, world))
    for place in range(2):
        world.plan(world.day(0, time(10 + place, 30)), partial(_held, place, world))


def _line(world: World, name: str, quantity: int, **more: Any) -> CheckoutLine:
    return CheckoutLine(variation_id=world.variations[name], quantity=Decimal(quantity), **more)


def _sell(command: Checkout, actor: Actor, at: datetime, pay: Callable[[Decimal], tuple[Tender, ...]]) -> int:
    tenders = pay(total_of(command, actor))
    return checkout_one(replace(command, tenders=tenders), actor=actor, now=at).id


def _in_full(method: str) -> Callable[[Decimal], tuple[Tender, ...]]:
    return lambda total: (Tender(total, method),)


def _half(total: Decimal) -> tuple[Tender, ...]:
    return (Tender((total / 2).quantize(Decimal("0.01")), "bank_transfer", note="First half"),)


def _jeans(world: World, at: datetime) -> None:
    """Ten pairs at 70.00 and 10 % tax: 770.00."""
    command = Checkout(
        location_id=world.locations[SHOP],
        at=at,
        contact_id=world.contacts["Harry"],
        lines=(_line(world, "AS0002-2", 10),),
    )
    world.sales["jeans"] = _sell(command, world.by("manager"), at, _in_full("cash"))


def _home_delivery(world: World, at: datetime) -> None:
    """437.50 less 10 % with 10 % tax, 10 for the way and 10 for packing: 453.13."""
    command = Checkout(
        location_id=world.locations[SHOP],
        at=at,
        contact_id=world.contacts["Harry"],
        lines=(_line(world, "Bluetooth Speaker", 1),),
        discount=Discount(DiscountKind.PERCENTAGE, Decimal(10)),
        tax_id=world.taxes["VAT@10%"],
        shipping=Shipping("Express Delivery", "14 Palm Lane, Phoenix", "ordered", Decimal(10), "Mr Robin"),
        service=Service(world.service_types["Home Delivery"], Discount(DiscountKind.FIXED, Decimal(10))),
    )
    _sell(command, world.by("manager"), at, _in_full("cash"))


def _water(world: World, at: datetime) -> None:
    """Five bottles at 1.25."""
    command = Checkout(
        location_id=world.locations[SHOP],
        at=at,
        contact_id=world.contacts["Harry"],
        lines=(_line(world, "Mineral Water 0.5 l", 5),),
    )
    world.sales["water"] = _sell(command, world.by("manager"), at, _in_full("cash"))


def _bottles_back(world: World, at: datetime) -> None:
    """All five come back, 10 % kept: 5.63, paid out in full."""
    manager = world.by("manager")
    back = _take_back(world.sales["water"], 5, world, at, discount=Decimal(10))
    record_payment(
        sale_id=back.id, tender=Tender(back.total, "cash"), within=returns_of(manager), actor=manager, now=at
    )


def _jeans_back(world: World, at: datetime) -> None:
    """Two of the ten pairs, half of the money paid out at once."""
    manager = world.by("manager")
    back = _take_back(world.sales["jeans"], 2, world, at)
    tender = Tender(Decimal(77), "bank_transfer")
    record_payment(sale_id=back.id, tender=tender, within=returns_of(manager), actor=manager, now=at)


def _headphones_back(world: World, at: datetime) -> None:
    """The customer waits for the money."""
    _take_back(world.sales["ordered"], 1, world, at)


def _take_back(sale_id: int, quantity: int, world: World, at: datetime, discount: Decimal | None = None) -> Returned:
    manager = world.by("manager")
    line_id = SaleLine.objects.values_list("id", flat=True).get(sale_id=sale_id, position=0)
    command = Return(
        sale_id=sale_id,
        lines=(ReturnedLine(line_id, Decimal(quantity)),),
        discount_kind=None if discount is None else "percentage",
        discount_value=discount,
        at=at,
    )
    return upsert_return(command=command, within=returnable_by(manager), actor=manager, now=at)


def _shipment(status: str, place: int, world: World, at: datetime) -> None:
    names = ("Headphones", "Desk Lamp", "Running Shoes|Red", "Leather Belt", "Wool Scarf")
    customers = ("Ada Palmer", "Clara Whitfield", "Grace Okafor", "Marco Bianchi", "Zoe Martin")
    command = Checkout(
        location_id=world.locations[SHOP],
        at=at,
        contact_id=world.contacts[customers[place]],
        lines=(_line(world, names[place], 1),),
        shipping=Shipping(
            details="Parcel service",
            address=f"{100 + place} Mill Avenue, Tempe",
            status=status,
            charges=Decimal("6.50"),
            delivered_to=customers[place] if status == "delivered" else None,
        ),
        service=Service(world.service_types["Home Delivery"], Discount(DiscountKind.FIXED, Decimal(10))),
        agent_id=world.agents[0],
    )
    world.sales[status] = _sell(command, world.by("manager"), at, _in_full("card" if place % 2 else "bank_transfer"))


def _direct(place: int, world: World, at: datetime) -> None:
    """Sales from the office: by an agent, on account, half paid, with a discount or a service."""
    customers = ("Rohit Agrawalla", "Sam Jackson", "George Smith", "Julia Brandt")
    goods = (("LED Bulb E27", 10), ("Alteration", 1), ("Bicycle Repair, Hour", 2), ("Music Album Download", 1),
             ("Gloves", 2), ("Bundle B4", 1))  # fmt: skip
    name, quantity = goods[place % len(goods)]
    command = Checkout(
        location_id=world.locations[SHOP],
        at=at,
        contact_id=world.contacts[customers[place % 4]],
        lines=(_line(world, name, quantity),),
        agent_id=world.agents[place % 2],
        discount=Discount(DiscountKind.FIXED, Decimal(1)) if place % 3 == 0 else None,
        is_credit=place % 4 == 3,
        price_group_id=world.price_groups["Wholesale"] if place % 4 == 1 else None,
    )
    ways = (_in_full("bank_transfer"), _half, _in_full("cheque"), lambda total: ())
    _sell(command, world.by("manager"), at, ways[place % 4])


def _unfinished(kind: str, place: int, world: World, at: datetime) -> None:
    customers = ("Sam Jackson", "Rosa Jimenez", "Wei Zhang")
    command = Checkout(
        location_id=world.locations[SHOP],
        at=at,
        contact_id=world.contacts[customers[place % 3]],
        status="draft",
        sub_status=None if kind == "draft" else kind,
        lines=(_line(world, "Headphones", 1 + place % 2), _line(world, "USB-C Cable 1 m", 2)),
        note=f"Valid for 14 days ({kind})" if kind != "draft" else "",
    )
    checkout_one(command, actor=world.by("manager"), now=at)


def _order(state: str, place: int, world: World, at: datetime) -> None:
    customers = ("Sam Jackson", "George Smith", "Rohit Agrawalla")
    command = Checkout(
        location_id=world.locations[SHOP],
        at=at,
        contact_id=world.contacts[customers[place]],
        lines=(_line(world, "LED Bulb E27", 20), _line(world, "Desk Lamp", 2)),
        shipping=Shipping(details="With the next van"),
        note="As agreed on the phone",
    )
    world.sales[f"order {place}"] = create_sales_order(
        command=command, number=None, actor=world.by("manager"), now=at
    ).id


def _deliver(state: str, place: int, world: World, at: datetime) -> None:
    """All of the first order, the bulbs of the second."""
    order_id = world.sales[f"order {place}"]
    lamps = (_line(world, "Desk Lamp", 2),) if state == "completed" else ()
    command = Checkout(
        location_id=world.locations[SHOP],
        at=at,
        contact_id=Sale.objects.values_list("contact_id", flat=True).get(pk=order_id),
        lines=(_line(world, "LED Bulb E27", 20), *lamps),
        order_ids=(order_id,),
    )
    _sell(command, world.by("manager"), at, _in_full("bank_transfer"))


def _held(place: int, world: World, at: datetime) -> None:
    command = Checkout(
        location_id=world.locations[SHOP],
        at=at,
        is_direct=False,
        is_suspended=True,
        lines=(_line(world, "Oat Cookies", 1 + place), _line(world, "Butter 250 g", 1)),
        note="Fetches the rest" if place == 0 else "Forgot the purse",
    )
    checkout_one(command, actor=world.by("cashier"), now=at)
