from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import get_hasher, identify_hasher

from polytill.domain.identity.models import SignInWindow, User
from polytill.domain.identity.services.sign_in import forget_windows
from polytill.kernel.errors import Category, DomainError
from polytill.operations import sign_in as module
from polytill.operations.sign_in import SignIn, sign_in
from tests.shop import Shop, facts

pytestmark = pytest.mark.django_db
TILL = SignIn("awesome-cashier", "right word", "192.0.2.1", "web")


@pytest.fixture(autouse=True)
def with_passwords(shop: Shop) -> None:
    for user in (shop.admin, shop.cashier):
        user.set_password("right word")
        user.save()


def refused(command: SignIn, now: datetime) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        sign_in(command, now=now)
    return refusal.value


def test_the_right_password_makes_an_actor(shop: Shop) -> None:
    actor = sign_in(TILL, now=shop.now)
    assert (actor.user_id, actor.business_id, actor.door) == (shop.cashier.pk, shop.business.pk, "web")
    assert actor.is_admin is False
    assert actor.may("sell.create")
    assert facts() == [("user.signed_in", shop.cashier.pk, {"door": "web"})]


def test_the_name_is_found_in_another_case_where_that_is_clear(shop: Shop) -> None:
    assert sign_in(replace(TILL, username="Awesome-CASHIER"), now=shop.now).user_id == shop.cashier.pk
    User.objects.filter(pk=shop.admin.pk).update(username="AWESOME-cashier")
    assert sign_in(TILL, now=shop.now).user_id == shop.cashier.pk
    assert refused(replace(TILL, username="Awesome-CASHIER"), shop.now).code == "sign_in.failed"


@pytest.mark.parametrize(
    "fields",
    [
        {"username": "nobody"},
        {"username": ""},
        {"username": "a\x00b"},
        {"username": "x" * 5000},
        {"password": "wrong word"},
        {"password": ""},
        {"password": "right word" + "x" * 2000},
    ],
)
def test_each_wrong_try_hears_the_same(shop: Shop, fields: dict[str, str]) -> None:
    error = refused(replace(TILL, **fields), shop.now)
    assert (error.category, error.message) == (Category.UNAUTHENTICATED, "The user name or the password is wrong.")
    assert facts() == []


@pytest.mark.parametrize(
    "fields",
    [{"status": "inactive"}, {"allow_login": False}, {"deleted_at": datetime.fromisoformat("2026-03-01T00:00Z")}],
)
def test_who_is_shut_out_hears_it_too(shop: Shop, fields: dict[str, object]) -> None:
    User.objects.filter(pk=shop.cashier.pk).update(**fields)
    assert refused(TILL, shop.now).code == "sign_in.failed"


def test_an_unknown_name_costs_as_much_as_a_wrong_password(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    hasher = type(get_hasher())
    encode = hasher.encode

    def counted(self: object, password: str, salt: str, *more: object) -> str:
        hashed.append(password)
        return str(encode(self, password, salt, *more))

    monkeypatch.setattr(hasher, "encode", counted)
    refused(replace(TILL, username="nobody", password="guess"), shop.now)
    unknown = len(hashed)
    refused(replace(TILL, password="guess"), shop.now)
    assert (unknown, len(hashed)) == (1, 2)


def test_five_wrong_tries_close_a_name_for_its_quarter_of_an_hour(shop: Shop) -> None:
    start = shop.now.replace(minute=15)
    for i in range(5):
        assert refused(replace(TILL, password="guess", address=f"192.0.2.{i}"), start).code == "sign_in.failed"
    error = refused(TILL, start + timedelta(minutes=5))
    assert (error.category, error.details) == (Category.TOO_MANY, {"retry_after": 600})
    assert sign_in(replace(TILL, username="awesome-admin"), now=start).user_id == shop.admin.pk
    assert sign_in(TILL, now=start + timedelta(minutes=15)).user_id == shop.cashier.pk


def test_names_that_differ_in_case_share_their_tries(shop: Shop) -> None:
    for name in ("awesome-cashier", "AWESOME-cashier", "Awesome-Cashier", "awesome-CASHIER", " awesome-cashier"):
        refused(replace(TILL, username=name, password="guess"), shop.now)
    assert refused(TILL, shop.now).category is Category.TOO_MANY


def test_unknown_names_are_closed_as_well(shop: Shop) -> None:
    for _ in range(5):
        refused(replace(TILL, username="nobody"), shop.now)
    assert refused(replace(TILL, username="nobody"), shop.now).category is Category.TOO_MANY


def test_thirty_wrong_tries_close_an_address(shop: Shop) -> None:
    for i in range(30):
        assert refused(replace(TILL, username=f"guess{i}"), shop.now).code == "sign_in.failed"
    assert refused(TILL, shop.now).category is Category.TOO_MANY
    assert sign_in(replace(TILL, address="192.0.2.9"), now=shop.now).user_id == shop.cashier.pk


def test_without_an_address_only_the_name_counts(shop: Shop) -> None:
    for i in range(31):
        assert refused(replace(TILL, username=f"guess{i}", address=""), shop.now).code == "sign_in.failed"
    assert not SignInWindow.objects.filter(key__startswith="address").exists()


def test_success_frees_the_name_and_takes_its_own_try_off_the_address(shop: Shop) -> None:
    for _ in range(4):
        refused(replace(TILL, password="guess"), shop.now)
    sign_in(TILL, now=shop.now)
    assert list(SignInWindow.objects.values_list("key", "failures")) == [("address:192.0.2.1", 4)]
    assert refused(replace(TILL, password="guess"), shop.now).code == "sign_in.failed"


def test_a_hash_of_yesterday_is_renewed(shop: Shop, settings: object) -> None:
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    sign_in(TILL, now=shop.now)
    assert identify_hasher(User.objects.get(pk=shop.cashier.pk).password).algorithm == "scrypt"
    assert sign_in(TILL, now=shop.now).user_id == shop.cashier.pk


def test_real_passwords_are_hashed_with_argon2() -> None:
    from polytill.project import settings as real

    assert real.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_windows_that_are_over_are_forgotten(shop: Shop) -> None:
    refused(replace(TILL, username="nobody"), shop.now)
    later = shop.now + timedelta(minutes=20)
    refused(replace(TILL, username="somebody", address=""), later)
    assert forget_windows(now=later) == 2
    assert SignInWindow.objects.count() == 1
    assert module.TRIES_A_NAME == 5
