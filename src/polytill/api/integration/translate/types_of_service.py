from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from polytill.api.integration.schemas.types_of_service import TypesOfServiceIn
from polytill.domain.dining.service_types import ServiceRecord, ServiceTerms

WORDS = {"price_groups": "location_price_group"}
COLUMNS = (
    "id",
    "name",
    "description",
    "location_price_group",
    "packing_charge",
    "packing_charge_type",
    "enable_custom_fields",
    "created_at",
    "updated_at",
)


def changes(body: TypesOfServiceIn) -> dict[str, Any]:
    """What was sent, under our names; no charge is a charge of 0."""
    found = body.sent()
    if "location_price_group" in found:
        found["price_groups"] = found.pop("location_price_group")
    if "packing_charge" in found:
        found["packing_charge"] = found["packing_charge"] or Decimal(0)
    return found


def terms(body: TypesOfServiceIn) -> ServiceTerms:
    return ServiceTerms(**changes(body))


def row(record: ServiceRecord) -> Mapping[str, Any]:
    t = record.terms
    return {
        "id": record.id,
        "name": t.name,
        "description": t.description,
        "location_price_group": t.price_groups,
        "packing_charge": t.packing_charge,
        "packing_charge_type": t.packing_charge_type,
        "enable_custom_fields": t.enable_custom_fields,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }
