"""Customers, suppliers and leads; what is held for them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from polytill.domain.parties.contacts import NewAddress, NewContact
from polytill.operations.create_category import create_category
from polytill.operations.create_contact import create_contact
from polytill.operations.create_customer_group import create_customer_group
from polytill.operations.create_expense_category import create_expense_category
from polytill.operations.enter_expense import EnterExpense, enter_expense
from polytill.operations.issue_gift_card import issue_gift_card
from polytill.operations.steps.cart import Tender
from polytill.operations.take_deposit import take_deposit
from polytill.project.demo.world import World, number

Data = dict[str, Any]
SAME = ("prefix", "middle_name", "business_name", "email", "mobile", "tax_number", "address_line_1", "city")


def meet(parties: Data, world: World, opened: datetime) -> None:
    common: dict[str, Any] = {"actor": world.actor, "now": opened}
    for entry in parties["groups"]:
        world.customer_groups[entry["name"]] = create_customer_group(
            name=entry["name"],
            price_rule=entry.get("price_rule", "percentage"),
            amount=number(entry.get("amount")),
            selling_price_group_id=world.price_groups.get(entry.get("price_group", "")),
            **common,
        )
    for kind, names in (("source", parties["lead_sources"]), ("life_stage", parties["life_stages"])):
        for name in names:
            world.categories[f"{kind}:{name}"] = create_category(name=name, kind=kind, **common)
    for entry in parties["contacts"]:
        contact_id = create_contact(contact=_contact(entry, world), **common)
        name = " ".join(x for x in (entry["first_name"], entry["last_name"]) if x)
        world.contacts[name] = contact_id
        if entry.get("type", "customer") == "customer":
            world.regulars.add(name)


def plan(parties: Data, premises: Data, world: World) -> None:
    """Deposits, gift cards, and what the shop spends."""
    entries = [entry for entry in parties["contacts"] if "advance" in entry]
    for place, entry in enumerate(entries):
        world.plan(world.day(-25 + 3 * place, time(10, 20)), partial(_deposit, entry, world))
    for place, entry in enumerate(premises["gift_cards"]):
        world.plan(world.day(-20 + 4 * place, time(13)), partial(_gift_card, entry, world))
    for entry in premises["expenses"]:
        world.plan(world.day(entry["day"], time(17, 30)), partial(_expense, entry, world))


def _deposit(entry: Data, world: World, at: datetime) -> None:
    name = " ".join(x for x in (entry["first_name"], entry["last_name"]) if x)
    take_deposit(
        contact_id=world.contacts[name],
        location_id=world.locations["BL0001"],
        tender=Tender(number(entry["advance"]), "bank_transfer", note="Deposit"),
        actor=world.by("manager"),
        now=at,
    )


def _gift_card(entry: Data, world: World, at: datetime) -> None:
    issue_gift_card(
        number=entry["number"],
        amount=number(entry["amount"]),
        contact_id=world.contacts.get(entry.get("customer", "")),
        expires_on=at.date() + timedelta(days=entry["expires"]),
        actor=world.by("manager"),
        now=at,
    )


def _expense(entry: Data, world: World, at: datetime) -> None:
    if entry["category"] not in world.expense_categories:
        category = create_expense_category(name=entry["category"], actor=world.actor, now=at)
        world.expense_categories[entry["category"]] = category
    total = number(entry["total"])
    command = EnterExpense(
        location_id=world.locations[entry["location"]],
        total=total,
        at=at,
        category_id=world.expense_categories[entry["category"]],
        tax_id=world.taxes.get(entry.get("tax", "")),
        tenders=(Tender(total, entry["method"]),) if "method" in entry else (),
        is_refund=entry.get("is_refund", False),
        note=entry.get("note", ""),
    )
    enter_expense(command, actor=world.by("manager"), now=at)


def _contact(entry: Data, world: World) -> NewContact:
    term, kind = entry.get("pay_term", (None, ""))
    details = {}
    if entry.get("type") == "lead":
        details = {
            "source_id": world.categories[f"source:{entry['source']}"],
            "life_stage_id": world.categories[f"life_stage:{entry['stage']}"],
        }
    return NewContact(
        type=entry.get("type", "customer"),
        first_name=entry["first_name"],
        last_name=entry["last_name"],
        **{name: entry[name] for name in SAME if name in entry},
        state="Arizona" if "city" in entry else "",
        country="USA" if "city" in entry else "",
        birth_date=date.fromisoformat(entry["birth_date"]) if "birth_date" in entry else None,
        pay_term_number=term,
        pay_term_type=kind,
        credit_limit=number(entry["credit_limit"]) if "credit_limit" in entry else None,
        customer_group_id=world.customer_groups.get(entry.get("group", "")),
        addresses=_addresses(entry),
        details=details,
    )


def _addresses(entry: Data) -> tuple[NewAddress, ...]:
    if "address_line_1" not in entry:
        return ()
    common = {
        "first_name": entry["first_name"],
        "last_name": entry["last_name"],
        "phone": entry["mobile"],
        "email": entry["email"],
        "address_1": entry["address_line_1"],
        "city": entry["city"],
        "country": "USA",
    }
    return tuple(NewAddress(kind=kind, **common) for kind in ("billing", "shipping"))
