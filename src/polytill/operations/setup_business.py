"""A real, empty business, ready to sell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from polytill.domain.business import founding as business
from polytill.domain.business.selectors import series_for_system
from polytill.domain.business.services import take_numbers, written
from polytill.domain.catalog.founding import found_unit
from polytill.domain.identity.founding import found_roles, found_user
from polytill.domain.parties.founding import found_walk_in_customer
from polytill.domain.payments.founding import found_methods
from polytill.domain.storage.durable import durable
from polytill.domain.storage.remember import forget


@dataclass(frozen=True, slots=True)
class SetupBusiness:
    """timezone: an IANA name; country and currency: ISO codes."""

    business_name: str
    currency: str
    timezone: str
    country: str
    location: str
    username: str
    password: str = field(repr=False)
    email: str = ""


@dataclass(frozen=True, slots=True)
class NewBusiness:
    business_id: int
    location_id: int
    user_id: int
    walk_in_id: int
    unit_id: int


def setup_business(command: SetupBusiness, *, now: datetime) -> NewBusiness:
    made = durable(lambda: _set_up(command, now))
    forget()
    return made


def _set_up(command: SetupBusiness, now: datetime) -> NewBusiness:
    shop = business.found_business(
        name=command.business_name.strip(),
        currency=command.currency.upper(),
        time_zone=command.timezone,
        country=command.country.upper(),
        now=now,
    )
    location = business.found_location(business_id=shop.pk, name=command.location.strip(), now=now)
    admin, _ = found_roles(business_id=shop.pk, now=now)
    user = found_user(
        business_id=shop.pk,
        username=command.username,
        password=command.password,
        email=command.email,
        role=admin,
        now=now,
    )
    unit = found_unit(business_id=shop.pk, now=now)
    found_methods(business_id=shop.pk)
    code = _contact_code(shop.pk, now, command.timezone)
    walk_in = found_walk_in_customer(business_id=shop.pk, code=code, now=now)
    return NewBusiness(shop.pk, location.pk, user.pk, walk_in.pk, unit.pk)


def _contact_code(business_id: int, now: datetime, time_zone: str) -> str:
    # What an attempt that was rolled back has seen of this id is not what stands now.
    forget()
    series = series_for_system(business_id, "contact", None)
    if series is None:
        raise LookupError("a new business has a series for its contacts")
    day = business.local_day(now, time_zone)
    taken = take_numbers(wanted={series: 1}, day=day)[series]
    return written(series, taken.first, day)
