from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from polytill.api.integration.answers.words import Id, Instant, Number, OptionalText, about


class TypesOfServiceRow(TypedDict):
    id: Id
    name: Annotated[str, Field(examples=["Home Delivery"])]
    description: OptionalText
    location_price_group: Annotated[
        dict[str, int] | list[Any] | None, about("Location to selling price group; 0 is the default price", {"1": 0})
    ]
    packing_charge: Number | None
    packing_charge_type: Literal["fixed", "percent"] | None
    enable_custom_fields: bool
    created_at: Instant | None
    updated_at: Instant | None
