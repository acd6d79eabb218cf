"""What a new contact consists of, as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

TYPES = ("customer", "supplier", "both", "lead")


@dataclass(frozen=True, slots=True)
class NewAddress:
    """kind billing, shipping or other."""

    kind: str
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    zip_code: str = ""


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person has first and last names, a firm a business name; one of them is needed. code None is numbered."""

    type: str
    first_name: str = ""
    last_name: str = ""
    prefix: str = ""
    middle_name: str = ""
    business_name: str = ""
    code: str | None = None
    email: str = ""
    mobile: str = ""
    alternate_number: str = ""
    landline: str = ""
    tax_number: str = ""
    address_line_1: str = ""
    address_line_2: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    zip_code: str = ""
    shipping_address: str = ""
    birth_date: date | None = None
    pay_term_number: int | None = None
    pay_term_type: str = ""
    credit_limit: Decimal | None = None
    customer_group_id: int | None = None
    addresses: tuple[NewAddress, ...] = ()
    custom_fields: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        whole = " ".join(x for x in (self.prefix, self.first_name, self.middle_name, self.last_name) if x)
        return whole or self.business_name
