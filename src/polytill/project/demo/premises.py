"""The business itself: settings, locations, accounts, staff, taxes, services, floors."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from polytill.domain.business.founding import found_location
from polytill.domain.business.models import Business, Location, NumberSeries, Package, Subscription
from polytill.domain.dining.models import Floor, Table
from polytill.domain.identity.models import Role, User
from polytill.domain.identity.selectors import actor_of
from polytill.domain.payments.models import Account, Method
from polytill.domain.payments.services import post_to_accounts
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import system_actor
from polytill.operations.create_commission_agent import CreateCommissionAgent, create_commission_agent
from polytill.operations.create_role import create_role
from polytill.operations.create_tax_group import create_tax_group
from polytill.operations.create_tax_rate import create_tax_rate
from polytill.operations.create_user import CreateUser, create_user
from polytill.operations.setup_business import NewBusiness, SetupBusiness, setup_business
from polytill.project.demo.world import World, number

Data = dict[str, Any]


def found(plan: Data, *, size: str, now: datetime, opened: datetime) -> World:
    shop = plan["business"]
    made = setup_business(
        SetupBusiness(
            business_name=shop["name"],
            currency=shop["currency"],
            timezone=shop["timezone"],
            country=shop["country"],
            location=shop["location"],
            username=shop["username"],
            password=secrets.token_urlsafe(12),
            email=shop["email"],
        ),
        now=opened,
    )
    _settle(plan, made, size, opened)
    admin = User.objects.get(pk=made.user_id)
    admin.first_name, admin.last_name = shop["first_name"], shop["last_name"]
    admin.save(update_fields=["first_name", "last_name"])
    world = World(
        business_id=made.business_id,
        now=now,
        tz=ZoneInfo(shop["timezone"]),
        actor=system_actor(made.business_id, "web"),
    )
    _locations(plan, made, world, opened)
    _accounts(plan, world, opened)
    forget()
    world.actor = actor_of(admin, door="web")
    world.actors[shop["username"]] = world.actor
    world.units["Pieces"] = made.unit_id
    world.contacts["Walk-In"] = made.walk_in_id
    _taxes(plan, world, opened)
    _staff(plan, world, opened)
    return world


def opening(plan: Data, now: datetime, days: int) -> datetime:
    """Nine o'clock in the shop's own time, that many days from now."""
    local = now.astimezone(ZoneInfo(plan["business"]["timezone"]))
    return datetime.combine(local.date() + timedelta(days=days), time(9), local.tzinfo).astimezone(UTC)


def _settle(plan: Data, made: NewBusiness, size: str, opened: datetime) -> None:
    shop = plan["business"]
    Business.objects.filter(pk=made.business_id).update(
        sku_prefix=shop.get("sku_prefix", ""),
        tax_label_1=shop.get("tax_label_1", ""),
        tax_number_1=shop.get("tax_number_1", ""),
        modules=plan["modules"],
        settings={**plan["settings"], "demo": size},
    )
    package, _ = Package.objects.get_or_create(
        name="Unlimited",
        defaults={"description": "No limits", "created_at": opened, "updated_at": opened},
    )
    day = opened.date()
    Subscription.objects.create(
        business_id=made.business_id,
        package=package,
        starts_on=day,
        ends_on=day + timedelta(days=3650),
        paid_via="offline",
        created_at=opened,
        updated_at=opened,
    )


def _locations(plan: Data, made: NewBusiness, world: World, opened: datetime) -> None:
    first, *others = plan["locations"]
    world.locations[first["code"]] = made.location_id
    NumberSeries.objects.of(made.business_id).filter(kind="sale", location_id=made.location_id).update(
        prefix=first["prefix"]
    )
    for plan_of in others:
        location = found_location(
            business_id=made.business_id,
            name=plan_of["name"],
            code=plan_of["code"],
            prefix=plan_of["prefix"],
            now=opened,
        )
        world.locations[plan_of["code"]] = location.pk
    words = ("kind", "landmark", "city", "state", "country", "zip_code", "mobile", "email")
    for plan_of in plan["locations"]:
        values = {word: plan_of[word] for word in words if word in plan_of}
        Location.objects.filter(pk=world.locations[plan_of["code"]]).update(**values)


def _accounts(plan: Data, world: World, opened: datetime) -> None:
    """Each way to pay has its account; the shop's own names for the custom ways."""
    of: dict[str, int] = {}
    for entry in plan["accounts"]:
        account = Account.objects.create(
            business_id=world.business_id,
            name=entry["name"],
            kind=entry["kind"],
            number=entry["number"],
            created_at=opened,
            updated_at=opened,
        )
        world.accounts[entry["name"]] = account.pk
        if "opening" in entry:
            posting = (account.pk, number(entry["opening"]), None, "opening")
            post_to_accounts(postings=[posting], actor=world.actor, now=opened)
        of |= dict.fromkeys(entry["methods"], account.pk)
    for key, label in plan["custom_methods"].items():
        Method.objects.of(world.business_id).filter(key=key).update(label=label, is_active=True)
    keys = Method.objects.of(world.business_id).filter(is_active=True).values_list("key", flat=True)
    methods = {key: {"enabled": True, "account_id": of.get(key)} for key in keys}
    Location.objects.filter(pk__in=world.locations.values()).update(payment_methods=methods)


def _taxes(plan: Data, world: World, opened: datetime) -> None:
    common: dict[str, Any] = {"actor": world.actor, "now": opened}
    for entry in plan["taxes"]:
        words: Data = {"name": entry["name"], "code": entry["code"], "country_code": plan["business"]["country"]}
        if "parts" in entry:
            parts = [world.taxes[name] for name in entry["parts"]]
            world.taxes[entry["name"]] = create_tax_group(rate_ids=parts, **words, **common)
        else:
            hidden = entry.get("only_in_groups", False)
            world.taxes[entry["name"]] = create_tax_rate(
                percent=number(entry["percent"]), only_in_groups=hidden, **words, **common
            )


def _staff(plan: Data, world: World, opened: datetime) -> None:
    world.roles = dict(Role.objects.of(world.business_id).values_list("name", "id"))
    for entry in plan["roles"]:
        world.roles[entry["name"]] = create_role(
            name=entry["name"],
            permissions=entry["permissions"],
            is_service_staff=entry.get("is_service_staff", False),
            actor=world.actor,
            now=opened,
        )
    for entry in plan["users"]:
        _user(entry, world, opened)
    for entry in plan["agents"]:
        agent = CreateCommissionAgent(
            surname=entry["surname"],
            first_name=entry["first_name"],
            last_name=entry["last_name"],
            email=entry["email"],
            commission_percent=number(entry["percent"]),
        )
        world.agents.append(create_commission_agent(agent, actor=world.actor, now=opened))


def _user(entry: Data, world: World, opened: datetime) -> None:
    places = tuple(world.locations[code] for code in entry["locations"]) if "locations" in entry else None
    user_id = create_user(
        CreateUser(
            surname=entry["surname"],
            first_name=entry["first_name"],
            last_name=entry["last_name"],
            email=f"{entry['username']}@example.com",
            role_id=world.roles[entry["role"]],
            location_ids=places,
            allow_login=True,
            username=entry["username"],
            password=secrets.token_urlsafe(12),
        ),
        actor=world.actor,
        now=opened,
    )
    world.actors[entry["username"]] = actor_of(User.objects.get(pk=user_id), door="web")


def lay_floors(plan: Data, world: World, location: str, opened: datetime) -> None:
    stamps = {"business_id": world.business_id, "created_at": opened, "updated_at": opened}
    for entry in plan["floors"]:
        floor = Floor.objects.create(name=entry["name"], **stamps)
        for name, seats in entry["tables"]:
            table = Table.objects.create(
                floor=floor, location_id=world.locations[location], name=name, capacity=seats, **stamps
            )
            world.tables[name] = table.pk
