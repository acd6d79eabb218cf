"""Units, brands, categories and templates of variations: what products are sorted by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.catalog.models import (
    Brand,
    Category,
    Unit,
    UnitGroup,
    VariationTemplate,
    VariationTemplateValue,
)
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid

PRODUCT = "product"


def _stamps(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"business_id": actor.business_id, "created_at": now, "updated_at": now}


def _made(actor: Actor, now: datetime) -> dict[str, Any]:
    return {**_stamps(actor, now), "created_by_id": actor.user_id or None}


def _named(name: str) -> str:
    if not name.strip():
        raise invalid({"name": ["The name field is required."]})
    return name.strip()


def enter_unit_group(*, name: str, description: str = "", actor: Actor, now: datetime) -> int:
    row = UnitGroup.objects.create(name=_named(name), description=description, **_stamps(actor, now))
    return int(row.pk)


def enter_unit(
    *,
    name: str,
    short_name: str,
    allow_decimal: bool,
    base_unit_id: int | None,
    multiplier: Decimal,
    group_id: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """multiplier: how many of the base unit it holds; a sub-unit of a sub-unit is refused."""
    if multiplier <= 0:
        raise invalid({"multiplier": ["A unit holds more than nothing of its base unit."]})
    if base_unit_id is not None:
        base = Unit.objects.visible_to(actor).filter(pk=base_unit_id, deleted_at__isnull=True).first()
        if base is None or base.base_unit_id is not None:
            raise invalid({"base_unit_id": ["The selected base unit is invalid."]})
    if group_id is not None and not UnitGroup.objects.visible_to(actor).filter(pk=group_id).exists():
        raise invalid({"group_id": ["The selected group is invalid."]})
    row = Unit.objects.create(
        name=_named(name),
        short_name=short_name,
        allow_decimal=allow_decimal,
        base_unit_id=base_unit_id,
        multiplier=multiplier,
        group_id=group_id,
        **_made(actor, now),
    )
    return int(row.pk)


def enter_brand(*, name: str, description: str = "", actor: Actor, now: datetime) -> int:
    return int(Brand.objects.create(name=_named(name), description=description, **_made(actor, now)).pk)


def enter_category(
    *,
    name: str,
    kind: str = PRODUCT,
    code: str = "",
    parent_id: int | None = None,
    description: str = "",
    displays_on_pos: bool = True,
    position: int = 0,
    actor: Actor,
    now: datetime,
) -> int:
    if parent_id is not None:
        parents = Category.objects.visible_to(actor).filter(pk=parent_id, kind=kind, deleted_at__isnull=True)
        if not parents.exists():
            raise invalid({"parent_id": ["The selected parent is invalid."]})
    row = Category.objects.create(
        name=_named(name),
        kind=kind,
        code=code,
        parent_id=parent_id,
        description=description,
        displays_on_pos=displays_on_pos,
        position=position,
        **_made(actor, now),
    )
    return int(row.pk)


def enter_variation_template(*, name: str, values: Sequence[str], actor: Actor, now: datetime) -> int:
    template = VariationTemplate.objects.create(name=_named(name), **_stamps(actor, now))
    VariationTemplateValue.objects.bulk_create(
        VariationTemplateValue(template=template, name=_named(value), position=place, **_stamps(actor, now))
        for place, value in enumerate(values)
    )
    return int(template.pk)
