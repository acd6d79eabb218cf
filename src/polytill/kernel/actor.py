"""Who acts: a user of one business through one door, with what he may do and where."""

from __future__ import annotations

from dataclasses import dataclass, field

from polytill.kernel.errors import forbidden


@dataclass(frozen=True, slots=True)
class Actor:
    """locations None means all of the business; contacts None means no limit to chosen contacts."""

    user_id: int
    business_id: int
    name: str = ""
    is_admin: bool = False
    permissions: frozenset[str] = field(default_factory=frozenset)
    locations: frozenset[int] | None = None
    contacts_limited: bool = False
    door: str = "web"
    credential_id: int | None = None

    def may(self, *permissions: str) -> bool:
        """True with any of the permissions; an administrator has all of them."""
        return self.is_admin or not self.permissions.isdisjoint(permissions)

    def need(self, *permissions: str) -> None:
        if not self.may(*permissions):
            raise forbidden()

    def has(self, permission: str) -> bool:
        """The permission was really granted. For permissions that narrow what is seen, which an admin does not have."""
        return permission in self.permissions

    def may_use_location(self, location_id: int) -> bool:
        return self.locations is None or location_id in self.locations


def system_actor(business_id: int, door: str = "worker") -> Actor:
    """The shop itself: set-up, demo data, worker."""
    return Actor(user_id=0, business_id=business_id, name="system", is_admin=True, door=door)
