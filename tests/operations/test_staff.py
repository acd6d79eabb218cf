"""What two changes of staff at the same time must not do. The exchanges themselves: tests/contracts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from polytill.domain.business.models import Business, Package, Subscription
from polytill.domain.identity.models import Role, User
from polytill.domain.identity.selectors import actor_of
from polytill.domain.storage.remember import forget
from polytill.kernel.errors import DomainError
from polytill.operations.create_role import create_role
from polytill.operations.create_user import CreateUser, create_user
from polytill.operations.setup_business import SetupBusiness, setup_business
from polytill.operations.update_user import UpdateUser, update_user

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
BERLIN = SetupBusiness("Kiosk Mitte", "EUR", "Europe/Berlin", "DE", "Mitte", "anna", "a long enough word")


@pytest.fixture
def business() -> Iterator[Business]:
    forget()
    yield Business.objects.get(pk=setup_business(BERLIN, now=NOW).business_id)
    forget()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Each in a thread of its own; a refusal comes back as its code, anything else that went wrong is raised."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[place] = work()
        except DomainError as refusal:
            results[place] = refusal.code  # type: ignore[call-overload]
        except BaseException as error:
            results[place] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


def roles(business: Business) -> tuple[Role, Role]:
    admin, cashier = Role.objects.filter(business=business).order_by("id")
    return admin, cashier


def test_two_administrators_cannot_depose_each_other_at_once(business: Business) -> None:
    admin_role, cashier_role = roles(business)
    anna = actor_of(User.objects.get(username="anna"), door="web")
    bert_id = create_user(
        CreateUser("Bert", admin_role.pk, None, allow_login=True, username="bert", password="another word"),
        actor=anna,
        now=NOW,
    )
    bert = actor_of(User.objects.get(pk=bert_id), door="web")
    outcome = at_once(
        lambda: update_user(UpdateUser(bert_id, cashier_role.pk, None), actor=anna, now=NOW),
        lambda: update_user(UpdateUser(anna.user_id, cashier_role.pk, None), actor=bert, now=NOW),
    )
    assert sorted(outcome, key=str) == [None, "user.last_administrator"]
    assert User.objects.filter(business=business, roles=admin_role).count() == 1


def test_the_last_place_of_a_package_is_given_once(business: Business) -> None:
    _, cashier_role = roles(business)
    stamp = {"created_at": NOW, "updated_at": NOW}
    package = Package.objects.create(name="Small", **stamp)
    Subscription.objects.filter(business=business).delete()
    Subscription.objects.create(
        business=business, package=package, starts_on=date(2026, 1, 1), limits={"user_count": 2}, **stamp
    )
    forget()
    anna = actor_of(User.objects.get(username="anna"), door="web")
    commands = [CreateUser(f"Clerk {i}", cashier_role.pk, None) for i in range(3)]
    outcome = at_once(*[lambda c=c: create_user(c, actor=anna, now=NOW) for c in commands])
    assert sorted(str(o) for o in outcome).count("quota.users") == 2
    assert User.objects.filter(business=business).count() == 2


def test_one_user_name_is_given_once(business: Business) -> None:
    _, cashier_role = roles(business)
    other = setup_business(
        SetupBusiness("Second", "EUR", "Europe/Berlin", "DE", "Ost", "otto", "a long enough word"), now=NOW
    )
    anna = actor_of(User.objects.get(username="anna"), door="web")
    otto = actor_of(User.objects.get(pk=other.user_id), door="web")
    theirs = Role.objects.get(business_id=other.business_id, is_admin=False)
    named = {"allow_login": True, "username": "clerk", "password": "some word"}
    outcome = at_once(
        lambda: create_user(CreateUser("A", cashier_role.pk, None, **named), actor=anna, now=NOW),
        lambda: create_user(CreateUser("B", theirs.pk, None, **named), actor=otto, now=NOW),
    )
    assert sum(o == "validation.failed" for o in outcome) == 1
    assert User.objects.filter(username="clerk").count() == 1


def test_one_role_name_is_given_once(business: Business) -> None:
    anna = actor_of(User.objects.get(username="anna"), door="web")

    def make() -> int:
        return create_role(name="Waiter", permissions=[], is_service_staff=False, actor=anna, now=NOW)

    outcome = at_once(make, make)
    assert sum(o == "validation.failed" for o in outcome) == 1
    assert Role.objects.filter(business=business, name="Waiter").count() == 1


def test_made_up_names_do_not_collide(business: Business) -> None:
    _, cashier_role = roles(business)
    anna = actor_of(User.objects.get(username="anna"), door="web")
    command = CreateUser("Grace", cashier_role.pk, None, allow_login=True, password="some word")
    at_once(*[lambda: create_user(command, actor=anna, now=NOW)] * 3)
    names = User.objects.filter(first_name="Grace").order_by("username").values_list("username", flat=True)
    assert list(names) == ["grace", "grace2", "grace3"]
