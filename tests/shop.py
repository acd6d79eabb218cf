"""A small shop, straight from the models, for tests that need one. `shop` is the fixture; `shop.other` is a stranger.

Time stands still at `shop.now` (Friday 2026-03-06, 12:00 UTC, half past five in the afternoon in Kolkata); a test may
set it. Answers of `shop.client()` parse JSON numbers exactly: `answer.json()["data"]["total"] == Decimal("77")`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from polytill.api.common import clock, credentials
from polytill.domain.business.models import Location
from polytill.domain.identity.models import AccessToken, Role, User
from polytill.domain.identity.selectors import actor_of, digest
from polytill.domain.storage.ids import forget_blocks
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import Actor
from tests.caller import BASES, Caller
from tests.goods import stock_up
from tests.premises import found

NOON = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
OPENED = datetime(2026, 3, 1, 4, 30, tzinfo=UTC)
_names = itertools.count(1)


class Shop:
    """A business with all that tests/premises.py and tests/goods.py put into it as attributes."""

    business: Any
    location: Location  # BL0001
    second_location: Location  # BL0002
    admin: User
    cashier: User
    other: Shop
    now: datetime

    def __init__(self, name: str, *, currency: str = "USD", time_zone: str = "Asia/Kolkata") -> None:
        self.now = NOON
        self.today: date = date(2026, 3, 6)
        self._tokens: dict[tuple[int, str], str] = {}
        found(self, name=name, currency=currency, time_zone=time_zone, at=OPENED)
        stock_up(self, at=OPENED)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the shop has no {name!r}")

    # --- who -------------------------------------------------------------------------------------------------------

    def user(
        self, *, permissions: Iterable[str] = (), locations: Iterable[Location] | None = None, **fields: Any
    ) -> User:
        """A fresh user with exactly those permissions; locations None means all of the business."""
        name = f"user{next(_names)}"
        values = {"username": name, "first_name": name.title(), "created_at": OPENED, "updated_at": OPENED}
        user: User = User.objects.create(
            business=self.business, all_locations=locations is None, **{**values, **fields}
        )
        if locations is not None:
            user.locations.set(locations)
        role = Role.objects.create(
            business=self.business, name=name, permissions=sorted(permissions), created_at=OPENED, updated_at=OPENED
        )
        user.roles.add(role)
        return user

    def actor(self, user: str | User = "admin", *, door: str = "integration") -> Actor:
        return actor_of(self._who(user), door=door)

    def token(self, user: str | User = "admin", *, dialect: str = "integration") -> str:
        row = self._who(user)
        if (row.pk, dialect) not in self._tokens:
            token = f"{row.pk}|{dialect}-{next(_names)}"
            AccessToken.objects.create(
                business=self.business, user=row, dialect=dialect, name="tests", prefix=token[:12],
                token_hash=digest(token), created_at=OPENED, last_used_at=NOON,
            )  # fmt: skip
            self._tokens[row.pk, dialect] = token
        return self._tokens[row.pk, dialect]

    def client(
        self,
        user: str | User = "admin",
        permissions: Iterable[str] | None = None,
        *,
        locations: Iterable[Location] | None = None,
        dialect: str = "integration",
    ) -> Caller:
        """Calls one dialect with a bearer token. `permissions` makes a fresh user with exactly those."""
        if permissions is not None or locations is not None:
            user = self.user(permissions=permissions or (), locations=locations)
        return Caller(BASES[dialect], self.token(user, dialect=dialect), user=self._who(user))

    def _who(self, user: str | User) -> User:
        return getattr(self, user) if isinstance(user, str) else user  # type: ignore[no-any-return]

    # --- what ------------------------------------------------------------------------------------------------------

    def configure(self, **settings: Any) -> None:
        """Changes settings of the business: shop.configure(allow_overselling=True)."""
        self.business.settings = {**self.business.settings, **settings}
        self.business.save(update_fields=["settings"])
        forget()

    def switch_off(self, *modules: str) -> None:
        self.business.modules = [name for name in self.business.modules if name not in modules]
        self.business.save(update_fields=["modules"])
        forget()

    def end_subscription(self) -> None:
        self.subscription.status = "declined"
        self.subscription.save(update_fields=["status"])
        forget()

    def limit(self, **limits: int) -> None:
        """Limits of the subscription: shop.limit(invoice_count=3)."""
        self.subscription.limits = {**self.subscription.limits, **limits}
        self.subscription.save(update_fields=["limits"])
        forget()


@pytest.fixture
def shop(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[Shop]:
    # Files outlive a test's transaction, and the next shop has the same id.
    settings.MEDIA_ROOT = tmp_path / "media"
    forget()
    forget_blocks()
    shop = Shop("Awesome Shop")
    shop.other = Shop("Other Shop", currency="EUR", time_zone="Europe/Berlin")
    monkeypatch.setattr(clock, "system_clock", lambda: shop.now)
    monkeypatch.setattr(credentials, "_noted", {})
    yield shop
    forget()


def facts(kind: str | None = None) -> list[tuple[str, int, Any]]:
    """(kind, subject id, payload) of the facts recorded, oldest first."""
    from polytill.domain.outbox.models import Fact

    rows = Fact.objects.order_by("id") if kind is None else Fact.objects.filter(kind=kind).order_by("id")
    return [(row.kind, row.subject_id, orjson.loads(row.payload)) for row in rows]
