from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StringConstraints

from polytill.api.common.fields import Flag, Line, RecordId, Text, Words, WrittenNumber
from polytill.api.integration.schemas.queries import OldSearchQuery


def _mapping(value: Any) -> Any:
    """An empty list is an empty mapping, as PHP has it; a null price group is the default price."""
    if value == []:
        return {}
    return (
        {place: 0 if group is None else group for place, group in value.items()} if isinstance(value, dict) else value
    )


class TypesOfServiceQuery(OldSearchQuery):
    sort: Literal["name", "packing_charge_type", "created_at"] = "name"
    direction: Literal["asc", "desc"] = "asc"


class TypesOfServiceIn(Words):
    name: Line
    description: Annotated[Text, StringConstraints(max_length=5000)] | None = None
    location_price_group: Annotated[dict[RecordId, RecordId], BeforeValidator(_mapping)] | None = None
    packing_charge_type: Literal["fixed", "percent"] | None = None
    packing_charge: WrittenNumber | None = None
    enable_custom_fields: Flag = False
