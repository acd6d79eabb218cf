"""What the till sends. Amounts and quantities are decimal text, as everywhere between till and server."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

import orjson
from django.http import HttpRequest
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from polytill.kernel.errors import invalid
from polytill.kernel.money import LARGEST
from polytill.web.session import LARGEST_ID


def _no_float(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError("An amount is sent as text.")
    return value


Amount = Annotated[Decimal, BeforeValidator(_no_float), Field(ge=0, le=LARGEST, decimal_places=4)]
Above = Annotated[Decimal, BeforeValidator(_no_float), Field(gt=0, le=LARGEST, decimal_places=4)]
Key = Annotated[int, Field(gt=0, le=LARGEST_ID)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def without_nul(cls, value: Any) -> Any:
        """PostgreSQL keeps none in a text, nor in JSON."""
        texts = value if isinstance(value, dict) else (value,)
        if any(isinstance(text, str) and "\x00" in text for text in texts):
            raise ValueError("A text cannot hold the character NUL.")
        return value


class DiscountBody(Body):
    type: Literal["fixed", "percentage"]
    amount: Amount


class LineBody(Body):
    variation_id: Key
    quantity: Above
    discount: DiscountBody | None = None
    note: str = Field("", max_length=500)
    modifiers: list[Key] = Field(default_factory=list, max_length=50)


class TenderBody(Body):
    method: str = Field(max_length=32)
    amount: Above
    note: str = Field("", max_length=255)


class SaleBody(Body):
    uuid: UUID
    hold: bool = False
    location_id: Key
    customer_id: Key | None = None
    discount: DiscountBody | None = None
    tax_id: Key | None = None
    note: str = Field("", max_length=500)
    expected_total: Amount
    lines: list[LineBody] = Field(min_length=1, max_length=500)
    tenders: list[TenderBody] = Field(default_factory=list, max_length=20)


class OpeningBody(Body):
    location_id: Key
    float: Amount


class MovementBody(Body):
    direction: Literal["in", "out"]
    amount: Above
    note: str = Field("", max_length=255)


class ClosingBody(Body):
    counted: Amount
    note: str = Field("", max_length=500)
    denominations: dict[str, Annotated[int, Field(gt=0, le=100_000)]] = Field(default_factory=dict, max_length=40)


class CustomerBody(Body):
    name: str = Field(min_length=1, max_length=191)
    mobile: str = Field("", max_length=40)
    email: str = Field("", max_length=191)


B = TypeVar("B", bound=Body)


def read(request: HttpRequest, shape: type[B]) -> B:
    """The body, checked."""
    try:
        content: Any = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise invalid("The request holds no JSON.") from error
    return shape.model_validate(content)
