from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.pricing.discounts import DiscountTerms
from polytill.domain.pricing.models import Discount, GroupPrice, PriceGroup
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import fine


def enter_discount(*, terms: DiscountTerms, actor: Actor, now: datetime) -> int:
    row = Discount.objects.create(business_id=actor.business_id, created_at=now, updated_at=now, **_columns(terms))
    row.variations.set(terms.variation_ids)
    return int(row.pk)


def rewrite_discount(*, discount_id: int, terms: DiscountTerms, actor: Actor, now: datetime) -> None:
    rows = Discount.objects.visible_to(actor).filter(pk=discount_id)
    rows.update(updated_at=now, **_columns(terms))
    rows.get().variations.set(terms.variation_ids)


def remove_discount(*, discount_id: int, actor: Actor) -> None:
    """Sales that it served keep their prices and lose the link."""
    Discount.objects.visible_to(actor).filter(pk=discount_id).delete()


def _columns(terms: DiscountTerms) -> dict[str, Any]:
    return {
        "name": terms.name,
        "location_id": terms.location_id,
        "brand_id": terms.brand_id,
        "category_id": terms.category_id,
        "priority": terms.priority,
        "kind": terms.kind,
        "value": fine(terms.value),
        "starts_at": terms.starts_at,
        "ends_at": terms.ends_at,
        "is_active": terms.is_active,
        "for_customer_groups": terms.for_customer_groups,
        "price_group": "" if terms.price_group_id is None else str(terms.price_group_id),
    }


def enter_price_group(*, name: str, description: str, actor: Actor, now: datetime) -> int:
    if not name.strip():
        raise invalid({"name": ["The name field is required."]})
    row = PriceGroup.objects.create(
        business_id=actor.business_id, name=name.strip(), description=description, created_at=now, updated_at=now
    )
    return int(row.pk)


def set_group_prices(*, price_group_id: int, prices: Sequence[tuple[int, str, Decimal]], actor: Actor) -> None:
    """(variation, fixed or percentage, value): the price with tax, or per cent of the variation's own price with it."""
    GroupPrice.objects.bulk_create(
        [
            GroupPrice(
                business_id=actor.business_id,
                price_group_id=price_group_id,
                variation_id=variation_id,
                kind=kind,
                value=fine(value),
            )
            for variation_id, kind, value in prices
        ],
        update_conflicts=True,
        unique_fields=["price_group", "variation"],
        update_fields=["kind", "value"],
    )
