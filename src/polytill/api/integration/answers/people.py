"""Users, roles and commission agents."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from polytill.api.integration.answers.words import Email, Id, Instant, OptionalText, Percent, PersonName, Phone, about

FullName = Annotated[str, about("Title, first and last name", "Mr Ada Min")]
UserName = Annotated[str, about("null for a user who may not sign in", "ada")]
RoleName = Annotated[str, Field(examples=["Cashier"])]


class UserListItem(TypedDict):
    id: Id
    username: UserName | None
    email: Email | None
    full_name: FullName
    contact_number: Phone | None
    status: Literal["active", "inactive"]
    allow_login: bool
    role_name: RoleName | None
    created_at: Instant | None


class AccessibleContact(TypedDict):
    id: Id
    name: PersonName


class PermittedLocations(TypedDict):
    scope: Literal["all", "locations"]
    location_ids: Annotated[list[int] | None, about("null with the scope all", [1, 2])]


class UserDetail(TypedDict):
    id: Id
    username: UserName | None
    surname: Annotated[str | None, about("Title", "Mr")]
    first_name: Annotated[str | None, Field(examples=["Ada"])]
    last_name: Annotated[str | None, Field(examples=["Min"])]
    full_name: FullName
    email: Email | None
    contact_number: Phone | None
    status: Literal["active", "inactive"]
    allow_login: bool
    language: Annotated[str | None, Field(examples=["en"])]
    role_id: Id | None
    role_name: RoleName | None
    selected_contacts: Annotated[bool, about("Sees the contacts of contact_access alone")]
    contact_access: list[AccessibleContact]
    permitted_locations: PermittedLocations
    created_at: Instant | None
    updated_at: Instant | None


class RoleListItem(TypedDict):
    id: Id
    name: Annotated[RoleName, about("The built-in ones in the reader's language")]
    name_key: RoleName
    name_storage: Annotated[str, about("With the business behind it", "Cashier#1")]
    is_default: bool
    is_service_staff: bool
    users_count: Annotated[int, Field(examples=[3])]
    created_at: Instant | None


class RoleDetail(RoleListItem):
    guard_name: Literal["web"]
    permissions: Annotated[list[str], about("In the order of the alphabet", ["sell.create", "sell.view"])]
    updated_at: Instant | None


class CommissionAgentListItem(TypedDict):
    id: Id
    full_name: FullName
    email: Email | None
    contact_no: Phone | None
    address: OptionalText
    cmmsn_percent: Annotated[Percent | None, about("Per cent", 5)]
    status: Literal["active", "inactive", "terminated"]
    created_at: Instant | None


class CommissionAgentDetail(CommissionAgentListItem):
    surname: Annotated[str | None, about("Title", "Mr")]
    first_name: Annotated[str | None, Field(examples=["Ada"])]
    last_name: Annotated[str | None, Field(examples=["Min"])]
    allow_login: bool
    is_commission_agent: Literal[True]
    updated_at: Instant | None
