"""What the operations on users share: the gate with the package's user limit, the login, the references."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from polytill.domain.business.selectors import shop
from polytill.domain.identity.selectors import staff_count
from polytill.domain.parties.selectors import contacts_exist
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.operations.steps.gate import Gate, need_subscription

LEAST_PASSWORD = 6
LONGEST_PASSWORD = 1000


@dataclass(frozen=True, slots=True)
class StaffGate:
    """The subscription is asked for only where the business enforces its package. user_quota: one more must fit."""

    permission: str
    user_quota: bool = False

    def admit(self, actor: Actor, now: datetime) -> None:
        Gate(permissions=(self.permission,), demo_refused=True).admit(actor, now)
        if shop(actor.business_id).settings.package_enforcement:
            need_subscription(actor, now)
        if self.user_quota:
            need_user_quota(actor, now)


def need_user_quota(actor: Actor, now: datetime) -> None:
    """A limit of 0 is no limit. Call it again inside the transaction, where staff is held."""
    business = shop(actor.business_id)
    term = business.term_on(now.astimezone(business.tz).date())
    limit = 0 if term is None else term.limits.get("user_count", 0)
    if limit and staff_count(actor) >= limit:
        raise rule("quota.users", "The package has no users left.", limit=limit)


def password_hash(password: str) -> str:
    """Slow on purpose: take it before the transaction."""
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        at_least = f"The password field must be at least {LEAST_PASSWORD} characters."
        at_most = f"The password field must not be greater than {LONGEST_PASSWORD} characters."
        raise invalid({"password": [at_least if len(password) < LEAST_PASSWORD else at_most]})
    return make_password(password)


def check_contacts(contact_ids: Collection[int] | None, actor: Actor) -> None:
    if contact_ids and not contacts_exist(contact_ids, actor):
        raise invalid({"contact_ids": ["The selected contact ids are invalid."]})
