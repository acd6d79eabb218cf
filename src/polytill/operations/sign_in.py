"""A user proves who he is with his password. The door then opens a session or asks for a token in his name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.hashers import make_password, verify_password

from polytill.domain.identity.models import User
from polytill.domain.identity.selectors import actor_of, user_by_name_for_system
from polytill.domain.identity.services import sign_in as windows
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.kernel.errors import Category, DomainError
from polytill.operations.steps.staff import LONGEST_PASSWORD

TRIES_A_NAME = 5
TRIES_AN_ADDRESS = 30


@dataclass(frozen=True, slots=True)
class SignIn:
    """address: where the call came from; "" where that says nothing. door: who asks, as in Actor.door."""

    username: str
    password: str = field(repr=False)
    address: str
    door: str


def sign_in(command: SignIn, *, now: datetime) -> Actor:
    """The same answer, after the same time, whether the name is unknown, the password wrong or the user shut out."""
    name, address = windows.name_key(command.username), windows.address_key(command.address)
    counted = durable(lambda: windows.count_attempts(keys=(name, address) if command.address else (name,), now=now))
    if counted[name] > TRIES_A_NAME or counted.get(address, 0) > TRIES_AN_ADDRESS:
        seconds = windows.seconds_left(now)
        raise DomainError(
            "sign_in.too_many",
            Category.TOO_MANY,
            "Too many attempts. Please try again later.",
            {"retry_after": seconds},
        )
    user, fresh_hash = _known(command)
    if user is None:
        raise DomainError("sign_in.failed", Category.UNAUTHENTICATED, "The user name or the password is wrong.")
    actor = actor_of(user, door=command.door)

    def welcome() -> None:
        windows.take_back(forgiven=name, counted=address, now=now)
        if fresh_hash is not None:
            windows.set_password_hash(user_id=user.pk, password=fresh_hash)
        record(facts=[NewFact("user.signed_in", "user", user.pk, {"door": command.door})], actor=actor, now=now)

    durable(welcome)
    return actor


def _known(command: SignIn) -> tuple[User | None, str | None]:
    """The user, and a new hash where the stored one is no longer of the first choice."""
    password = command.password[:LONGEST_PASSWORD]
    user = user_by_name_for_system(command.username)
    if user is None:
        make_password(password)  # takes as long as a comparison
        return None, None
    right, outdated = verify_password(password, user.password)
    if not right or not user.is_active or len(command.password) > LONGEST_PASSWORD:
        return None, None
    return user, make_password(password) if outdated else None
