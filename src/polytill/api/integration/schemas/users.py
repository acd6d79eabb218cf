from __future__ import annotations

from typing import Literal

from polytill.api.common.fields import Flag, Id, Name, Text, Words
from polytill.api.integration.schemas.people import Email, Ids, Title
from polytill.api.integration.schemas.queries import OldSearchQuery


class UserQuery(OldSearchQuery):
    role_id: Id | None = None
    status: Literal["active", "inactive", "1", "0"] | None = None
    sort: Literal["name", "username", "email", "status", "created_at"] = "created_at"
    direction: Literal["asc", "desc"] = "desc"


class LocationAccess(Words):
    """location_ids are required with the scope locations."""

    scope: Literal["all", "locations"]
    location_ids: Ids | None = None


class UserChange(Words):
    """What stays away stays as it is, but role and reach must be sent. A first name of null stays as it is, too."""

    first_name: Name | None = None
    role: Id
    location_access: LocationAccess
    surname: Title | None = None
    last_name: Name | None = None
    email: Email | None = None
    allow_login: Flag | None = None
    username: Name | None = None
    password: Text | None = None
    is_active: Flag | None = None
    selected_contacts: Flag | None = None
    selected_contact_ids: Ids | None = None


class UserIn(UserChange):
    """A password is required with allow_login; a blank user name is then made up."""

    first_name: Name
