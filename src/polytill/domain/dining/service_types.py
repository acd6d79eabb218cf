"""A type of service (dine-in, takeaway, home delivery), as it is written and as it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

DEFAULT_PRICE = 0


@dataclass(frozen=True, slots=True)
class ServiceTerms:
    """price_groups: location id to price group id, or DEFAULT_PRICE. packing_charge_type: fixed, percent or None."""

    name: str
    description: str | None = None
    price_groups: Mapping[int, int] | None = None
    packing_charge: Decimal = field(default=Decimal(0))
    packing_charge_type: str | None = None
    enable_custom_fields: bool = False


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    id: int
    terms: ServiceTerms
    created_at: datetime
    updated_at: datetime
