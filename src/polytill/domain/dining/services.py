from __future__ import annotations

from datetime import datetime
from typing import Any

from polytill.domain.dining.models import ServiceType
from polytill.domain.dining.service_types import ServiceTerms
from polytill.kernel.actor import Actor
from polytill.kernel.money import fine


def enter_service_type(*, terms: ServiceTerms, actor: Actor, now: datetime) -> int:
    row = ServiceType.objects.create(business_id=actor.business_id, created_at=now, updated_at=now, **_columns(terms))
    return int(row.pk)


def rewrite_service_type(*, service_type_id: int, terms: ServiceTerms, actor: Actor, now: datetime) -> None:
    ServiceType.objects.visible_to(actor).filter(pk=service_type_id).update(updated_at=now, **_columns(terms))


def remove_service_type(*, service_type_id: int, actor: Actor) -> None:
    ServiceType.objects.visible_to(actor).filter(pk=service_type_id).delete()


def _columns(terms: ServiceTerms) -> dict[str, Any]:
    groups = terms.price_groups
    return {
        "name": terms.name,
        "description": terms.description,
        "price_groups": None if groups is None else {str(place): group for place, group in groups.items()},
        "packing_charge": fine(terms.packing_charge),
        "packing_charge_type": terms.packing_charge_type,
        "enable_custom_fields": terms.enable_custom_fields,
    }
