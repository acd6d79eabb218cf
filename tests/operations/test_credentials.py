from __future__ import annotations

from datetime import timedelta

import pytest

from polytill.domain.identity.models import AccessToken, ApiKey, User
from polytill.domain.identity.selectors import by_key, by_token, credentials_of
from polytill.kernel.errors import Category, DomainError
from polytill.operations.issue_api_key import issue_api_key
from polytill.operations.issue_token import IssueToken, issue_token
from polytill.operations.revoke_api_key import revoke_api_key
from polytill.operations.revoke_token import revoke_token
from tests.shop import Shop, facts

pytestmark = pytest.mark.django_db


def ask(shop: Shop, user: User | None = None, **fields: object) -> IssueToken:
    return IssueToken(**{"user_id": (user or shop.cashier).pk, "dialect": "integration", "name": "till", **fields})


def test_a_token_works_until_it_is_revoked(shop: Shop) -> None:
    me = shop.actor("cashier")
    token = issue_token(ask(shop, abilities=("sell",)), actor=me, now=shop.now)
    found = by_token(token, "integration", shop.now)
    assert found is not None
    assert (found.actor.user_id, found.actor.credential_id, found.kind) == (shop.cashier.pk, found.id, "token")
    assert AccessToken.objects.get(pk=found.id).abilities == ["sell"]
    revoke_token(token_id=found.id, actor=me, now=shop.now)
    assert by_token(token, "integration", shop.now) is None
    told = {"dialect": "integration", "name": "till"}
    assert facts() == [("token.issued", shop.cashier.pk, told), ("token.revoked", shop.cashier.pk, told)]


def test_only_the_digest_of_a_token_is_kept(shop: Shop) -> None:
    token = issue_token(ask(shop), actor=shop.actor("cashier"), now=shop.now)
    secret = token.partition("|")[2]
    kept = str(AccessToken.objects.values().get()) + str(facts())
    assert secret not in kept
    assert len(secret) == 40


def test_a_token_expires(shop: Shop) -> None:
    until = shop.now + timedelta(hours=1)
    token = issue_token(ask(shop, expires_at=until), actor=shop.actor("cashier"), now=shop.now)
    assert by_token(token, "integration", until - timedelta(seconds=1)) is not None
    assert by_token(token, "integration", until) is None


def test_a_key_needs_its_secret(shop: Shop) -> None:
    me = shop.actor("cashier")
    key, secret = issue_api_key(user_id=shop.cashier.pk, dialect="integration", name="shop", actor=me, now=shop.now)
    found = by_key(key, secret, "integration")
    assert found is not None
    assert by_key(key, secret + "x", "integration") is None
    assert by_key("pk_unknown", secret, "integration") is None
    assert by_key("a\x00b", secret, "integration") is None
    assert by_key(key, secret, "nexopos") is None
    assert secret not in str(ApiKey.objects.values().get())
    revoke_api_key(key_id=found.id, actor=me, now=shop.now)
    assert by_key(key, secret, "integration") is None


def test_credentials_of_others_ask_for_the_right_to_change_users(shop: Shop) -> None:
    plain, manager = shop.actor("cashier"), shop.actor(shop.user(permissions=["user.update"]))
    helper = shop.user()
    for actor, user in ((plain, helper), (manager, shop.admin)):
        with pytest.raises(DomainError) as refusal:
            issue_token(ask(shop, user), actor=actor, now=shop.now)
        assert refusal.value.category is Category.FORBIDDEN
    token = issue_token(ask(shop, helper), actor=manager, now=shop.now)
    found = by_token(token, "integration", shop.now)
    assert found is not None
    with pytest.raises(DomainError):
        revoke_token(token_id=found.id, actor=plain, now=shop.now)
    assert by_token(token, "integration", shop.now) is not None
    revoke_token(token_id=found.id, actor=manager, now=shop.now)
    assert by_token(token, "integration", shop.now) is None


def test_credentials_of_another_business_are_unknown(shop: Shop) -> None:
    token = issue_token(ask(shop), actor=shop.actor("cashier"), now=shop.now)
    found = by_token(token, "integration", shop.now)
    assert found is not None
    stranger = shop.other.actor()
    for attempt in (
        lambda: issue_token(ask(shop), actor=stranger, now=shop.now),
        lambda: revoke_token(token_id=found.id, actor=stranger, now=shop.now),
        lambda: issue_api_key(user_id=shop.cashier.pk, dialect="asalta", name="x", actor=stranger, now=shop.now),
        lambda: revoke_api_key(key_id=4_000_000, actor=stranger, now=shop.now),
    ):
        with pytest.raises(DomainError) as refusal:
            attempt()
        assert refusal.value.category is Category.NOT_FOUND
    assert by_token(token, "integration", shop.now) is not None


@pytest.mark.parametrize(
    ("fields", "field"), [({"dialect": "klingon"}, "dialect"), ({"name": ""}, "name"), ({"name": "x" * 192}, "name")]
)
def test_a_credential_has_a_dialect_and_a_name(shop: Shop, fields: dict[str, str], field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        issue_token(ask(shop, **fields), actor=shop.actor("cashier"), now=shop.now)
    assert list(refusal.value.details) == [field]
    assert AccessToken.objects.count() == 0


def test_who_may_not_sign_in_gets_none(shop: Shop) -> None:
    User.objects.filter(pk=shop.cashier.pk).update(allow_login=False)
    with pytest.raises(DomainError) as refusal:
        issue_token(ask(shop), actor=shop.actor(), now=shop.now)
    assert refusal.value.code == "user.may_not_sign_in"


def test_the_list_shows_what_is_in_force_without_secrets(shop: Shop) -> None:
    me = shop.actor("cashier")
    token = issue_token(ask(shop, name="first"), actor=me, now=shop.now)
    later = shop.now + timedelta(minutes=1)
    key, secret = issue_api_key(user_id=shop.cashier.pk, dialect="asalta", name="second", actor=me, now=later)
    found = credentials_of(shop.cashier.pk, me)
    assert [(c.kind, c.name, c.dialect, c.hint) for c in found] == [
        ("key", "second", "asalta", key),
        ("token", "first", "integration", token[:12]),
    ]
    assert secret not in str(found)
    revoke_token(token_id=found[1].id, actor=me, now=later)
    assert [c.kind for c in credentials_of(shop.cashier.pk, me)] == ["key"]
    with pytest.raises(DomainError):
        credentials_of(shop.admin.pk, me)
