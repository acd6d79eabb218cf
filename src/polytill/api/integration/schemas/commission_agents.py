from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polytill.api.common.fields import Name, Words, WrittenNumber
from polytill.api.integration.schemas.people import Email, Language, LongText, Phone, Title
from polytill.api.integration.schemas.queries import OldSearchQuery

Percent = Annotated[WrittenNumber, Field(ge=0, le=100)]


class AgentQuery(OldSearchQuery):
    status: Literal["active", "inactive", "terminated"] | None = None
    sort: Literal["name", "email", "cmmsn_percent", "created_at", "status"] = "created_at"
    direction: Literal["asc", "desc"] = "desc"


class AgentChange(Words):
    """What stays away stays as it is, and so does a first name of null; a percentage of null is none."""

    surname: Title | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    email: Email | None = None
    contact_no: Phone | None = None
    address: LongText | None = None
    cmmsn_percent: Percent | None = None


class AgentIn(AgentChange):
    first_name: Name
    cmmsn_percent: Percent
    language: Language | None = None
