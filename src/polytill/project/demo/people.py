"""Customers, suppliers and leads; what is held for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from polytill.domain.parties.contacts import NewAddress, NewContact
from polytill.operations.create_category import create_category
from polytill.operations.create_contact import create_contact
from polytill.operations.create_customer_group import create_customer_group
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
