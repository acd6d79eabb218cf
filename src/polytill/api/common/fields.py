"""Field types of the dialects' schemas. What they refuse, `messages` puts into words.

Validation needs the shop (its zone, its separators): it is the validation context, {"shop": Shop}.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from polytill.api.common import moments, numbers
from polytill.domain.business.selectors import Shop

LARGEST_ID = 2**63 - 1


class Words(BaseModel):
    """The base of every foreign schema: what it does not know it ignores."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True, arbitrary_types_allowed=True)

    def sent(self) -> dict[str, Any]:
        """Only what the client sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def _shop(info: ValidationInfo) -> Shop:
    shop: Shop = (info.context or {})["shop"]
    return shop


def _reads(kind: str, read: Callable[[Any, ValidationInfo], Any]) -> BeforeValidator:
    def validate(value: Any, info: ValidationInfo) -> Any:
        try:
            return read(value, info)
        except (ValueError, OverflowError):
            raise PydanticCustomError(kind, "{kind}", {"kind": kind}) from None

    return BeforeValidator(validate)


def _whole(value: Any, info: ValidationInfo) -> int:
    found = numbers.number(value)
    if found != int(found):
        raise ValueError
    return int(found)


def _text(value: Any, info: ValidationInfo) -> str:
    # PostgreSQL keeps no NUL in a text.
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError
    return value


Text = Annotated[str, _reads("string", _text), WithJsonSchema({"type": "string"})]
Name = Annotated[Text, StringConstraints(max_length=191)]
Line = Annotated[Text, StringConstraints(max_length=255)]
Whole = Annotated[int, _reads("integer", _whole), WithJsonSchema({"type": "integer"})]
Id = Annotated[Whole, Field(ge=1, le=LARGEST_ID)]
RecordId = Annotated[Whole, Field(ge=0, le=LARGEST_ID)]  # 0 where a dialect means none
Number = Annotated[Decimal, _reads("numeric", lambda v, i: numbers.number(v)), WithJsonSchema({"type": "number"})]
Amount = Annotated[Number, Field(ge=0)]
WrittenNumber = Annotated[
    Decimal,
    _reads(
        "numeric",
        lambda v, i: numbers.written_number(
            v, decimal_separator=_shop(i).decimal_separator, thousand_separator=_shop(i).thousand_separator
        ),
    ),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]}),
]
Flag = Annotated[bool, _reads("boolean", lambda v, i: numbers.flag(v)), WithJsonSchema({"type": "boolean"})]
Moment = Annotated[
    datetime,
    _reads("date", lambda v, i: moments.moment(v, _shop(i).tz)),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[
    date,
    _reads("date", lambda v, i: moments.day(v, _shop(i).tz)),
    WithJsonSchema({"type": "string", "format": "date"}),
]
StrictDay = Annotated[
    date,
    _reads("date_format", lambda v, i: moments.strict_day(v)),
    WithJsonSchema({"type": "string", "format": "date"}),
]
