from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from polytill.domain.business.models import Business, InvoiceLayout, Location, NumberSeries, Package
from polytill.domain.business.selectors import shop
from polytill.domain.identity.models import AccessToken, User
from polytill.domain.identity.selectors import by_token
from polytill.domain.parties.models import Contact
from polytill.domain.payments.models import Method
from polytill.kernel.actor import system_actor
from polytill.kernel.errors import Category, DomainError
from polytill.operations.issue_token import IssueToken, issue_token
from polytill.operations.setup_business import SetupBusiness, setup_business

pytestmark = pytest.mark.django_db
BERLIN = SetupBusiness("Kiosk Mitte", "eur", "Europe/Berlin", "de", "Mitte", "anna", "a long enough word")


def test_a_new_business_can_sell(now: datetime) -> None:
    made = setup_business(BERLIN, now=now)

    business = Business.objects.get(pk=made.business_id)
    assert (business.name, business.currency, business.currency_places, business.country) == (
        "Kiosk Mitte",
        "EUR",
        2,
        "DE",
    )
    place = Location.objects.get(pk=made.location_id)
    assert (place.code, place.name, place.payment_methods["cash"]["enabled"]) == ("BL0001", "Mitte", True)
    assert NumberSeries.objects.get(business=business, kind="sale").location_id == place.pk
    assert Method.objects.filter(business=business, is_active=True).count() == 8


def test_it_is_subscribed_without_limits_and_without_an_end(now: datetime) -> None:
    made = setup_business(BERLIN, now=now)
    setup_business(replace(BERLIN, username="otto"), now=now)
    (term,) = shop(made.business_id).terms
    assert (term.starts_on.isoformat(), term.ends_on, term.limits) == ("2026-03-06", date.max, {})
    assert Package.objects.filter(name="Unlimited").count() == 1
    assert InvoiceLayout.objects.get(business_id=made.business_id).is_default is True


def test_its_walk_in_customer_has_the_first_number_and_the_next_one_is_free(now: datetime) -> None:
    made = setup_business(BERLIN, now=now)
    walk_in = Contact.objects.get(pk=made.walk_in_id)
    assert (walk_in.code, walk_in.is_default) == ("CO0001", True)
    assert NumberSeries.objects.get(business_id=made.business_id, kind="contact").next_number == 2


def test_its_administrator_signs_in_with_the_password_given(now: datetime) -> None:
    made = setup_business(BERLIN, now=now)
    anna = User.objects.get(pk=made.user_id)
    assert anna.check_password("a long enough word")
    assert [role.is_admin for role in anna.roles.all()] == [True]


def test_a_currency_without_cents(now: datetime) -> None:
    made = setup_business(replace(BERLIN, currency="JPY", timezone="Asia/Tokyo", country="JP"), now=now)
    assert Business.objects.get(pk=made.business_id).currency_places == 0


def test_the_first_day_is_the_shops_own(now: datetime) -> None:
    made = setup_business(replace(BERLIN, timezone="Pacific/Kiritimati", country="KI"), now=now)
    assert Business.objects.get(pk=made.business_id).start_date.isoformat() == "2026-03-07"


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("business_name", " ", "business_name"),
        ("currency", "XYZ", "currency"),
        ("timezone", "Berlin", "timezone"),
        ("country", "Germany", "country"),
        ("location", "", "location"),
        ("username", "", "username"),
        ("username", " anna", "username"),
        ("password", "short", "password"),
        ("password", "password1234", "password"),
    ],
)
def test_a_wrong_answer_is_named(field: str, value: str, named: str, now: datetime) -> None:
    with pytest.raises(DomainError) as refusal:
        setup_business(replace(BERLIN, **{field: value}), now=now)
    assert refusal.value.category is Category.INVALID
    assert list(refusal.value.details) == [named]


def test_a_username_is_taken_once(now: datetime) -> None:
    setup_business(BERLIN, now=now)
    with pytest.raises(DomainError) as refusal:
        setup_business(replace(BERLIN, business_name="Another"), now=now)
    assert refusal.value.details == {"username": ["The username has already been taken."]}


def test_its_administrator_gets_a_token_for_one_dialect(now: datetime) -> None:
    made = setup_business(BERLIN, now=now)

    command = IssueToken(made.user_id, "integration", "till 1")
    token = issue_token(command, actor=system_actor(made.business_id), now=now)

    found = by_token(token, "integration", now)
    assert found is not None
    assert (found.actor.user_id, found.actor.business_id, found.actor.is_admin) == (
        made.user_id,
        made.business_id,
        True,
    )
    assert by_token(token, "nexopos", now) is None
    assert AccessToken.objects.get().name == "till 1"
