"""The long tail of a business's settings, with their defaults. Stored as JSON, read as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """rp_*: reward points. amount_per_point: money spent for one point; value_per_point: money one point is worth."""

    allow_overselling: bool = False
    enable_sales_order: bool = True
    enable_lots: bool = False
    recent_transactions_limit: int = 10
    package_enforcement: bool = False
    track_denominations: bool = True
    rounding_step: Decimal | None = None
    rp_enabled: bool = False
    rp_amount_per_point: Decimal = Decimal(1)
    rp_min_order_to_earn: Decimal = Decimal(0)
    rp_max_points_per_order: Decimal | None = None
    rp_value_per_point: Decimal = Decimal("0.01")
    rp_min_order_to_redeem: Decimal = Decimal(0)
    rp_min_points_to_redeem: Decimal | None = None
    rp_max_points_to_redeem: Decimal | None = None
    document_max_bytes: int = 5_000_000
    document_types: tuple[str, ...] = ("application/pdf", "image/png", "image/jpeg", "text/csv", "application/zip")
    invoice_footer: str = ""
    payment_link: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Settings:
        known = {f.name: f for f in fields(cls)}
        values: dict[str, Any] = {}
        for name, value in stored.items():
            if name in known:
                kind = str(known[name].type)
                if "Decimal" in kind and value is not None:
                    value = Decimal(str(value))
                values[name] = tuple(value) if isinstance(value, list) else value
        return cls(**values)
