"""Values and objects that many answers share. The names of objects are those of the dialect."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema
from typing_extensions import TypedDict


def about(text: str, *examples: Any) -> Any:
    return Field(description=text, examples=list(examples)) if examples else Field(description=text)


Id = Annotated[int, Field(examples=[42])]
Number = Annotated[Decimal, WithJsonSchema({"type": "number", "examples": [154]})]
Net = Annotated[Decimal, WithJsonSchema({"type": "number", "examples": [140]})]
Tax = Annotated[Decimal, WithJsonSchema({"type": "number", "examples": [14]})]
Extra = Annotated[Decimal, WithJsonSchema({"type": "number", "examples": [0]})]
Price = Annotated[Decimal, WithJsonSchema({"type": "number", "examples": [77]})]
Quantity = Annotated[Decimal, WithJsonSchema({"type": "number", "examples": [2]})]
Percent = Annotated[Decimal, WithJsonSchema({"type": "number", "examples": [10]})]
Instant = Annotated[
    str, WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-03-06T17:30:00+05:30"]})
]
OptionalText = Annotated[str | None, Field(examples=[None])]
InvoiceNo = Annotated[str, Field(examples=["AS0042"])]
Label = Annotated[str, Field(examples=["Men's Jeans - 28"])]
Sku = Annotated[str, Field(examples=["AS0002-1"])]
Method = Annotated[str, about("Key of the way to pay", "cash")]
PersonName = Annotated[str, Field(examples=["Harry Stone"])]
Phone = Annotated[str, Field(examples=["5550102"])]
Email = Annotated[str, Field(examples=["harry@example.com"])]


class PageMeta(TypedDict):
    current_page: Annotated[int, Field(examples=[1])]
    last_page: Annotated[int, Field(examples=[1])]
    per_page: Annotated[int, Field(examples=[20])]
    total: Annotated[int, Field(examples=[1])]


class DeletedRef(TypedDict):
    id: Annotated[Id, about("What is gone")]


class ContactOfRow(TypedDict):
    id: Id
    name: PersonName
    mobile: Phone | None
    contact_id: Annotated[str, about("The contact's own code", "CO0002")]
    supplier_business_name: OptionalText


class ContactOfDetail(ContactOfRow):
    email: Email | None


class PlaceRef(TypedDict):
    id: Id
    name: Annotated[str, Field(examples=["Awesome Shop High Street"])]


class TaxRef(TypedDict):
    id: Id
    name: Annotated[str, Field(examples=["VAT@10%"])]
    amount: Annotated[Percent, about("Per cent")]


class OrderTaxRef(TaxRef):
    is_tax_group: bool
