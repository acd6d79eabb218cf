from __future__ import annotations

from itertools import product

import pytest

from polytill.domain.identity.models import User
from polytill.domain.identity.selectors.names import FULL_NAME
from polytill.domain.identity.services.users import free_username
from tests.shop import Shop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("surname", "last_name"), list(product(["", "Dr"], ["", "Li"])))
def test_the_name_is_the_same_in_sql_as_on_paper(shop: Shop, surname: str, last_name: str) -> None:
    user = shop.user(surname=surname, first_name="Ann", last_name=last_name)
    assert User.objects.annotate(full=FULL_NAME).get(pk=user.pk).full == user.full_name


@pytest.mark.parametrize(
    ("first", "last", "made"),
    [
        ("Zoë", "O'Hara", "zoe.o.hara"),
        ("Awesome", "Admin", "awesome.admin"),
        ("花子", "", "user"),
        ("A" * 100, "B", "a" * 60),
        ("100%", "_x", "100.x"),
    ],
)
def test_a_user_name_is_made_of_the_name(shop: Shop, first: str, last: str, made: str) -> None:
    assert free_username(first_name=first, last_name=last) == made


def test_a_made_up_name_avoids_those_taken_in_any_case(shop: Shop) -> None:
    shop.user(username="Grace.H")
    shop.other.user(username="grace.h2")
    assert free_username(first_name="Grace", last_name="H") == "grace.h3"
