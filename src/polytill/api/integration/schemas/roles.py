from __future__ import annotations

from typing import Literal

from polytill.api.common.fields import Flag, Name, Words
from polytill.api.integration.schemas.people import Names
from polytill.api.integration.schemas.queries import OldSearchQuery


class RoleQuery(OldSearchQuery):
    sort: Literal["name", "created_at", "users_count"] = "name"
    direction: Literal["asc", "desc"] = "asc"


class RoleIn(Words):
    """The three lists are one: together they are all that the role may do."""

    name: Name
    permissions: Names | None = None
    is_service_staff: Flag | None = None
    spg_permissions: Names | None = None
    radio_options: Names | None = None
