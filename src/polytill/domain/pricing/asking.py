"""What the shop asks for a variation where the client states no price: price group first, then the best discount."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from polytill.domain.catalog.selectors import Sellable
from polytill.domain.pricing.calculator import Discount as Cut
from polytill.domain.pricing.calculator import DiscountKind
from polytill.domain.pricing.models import Discount, GroupPrice, PriceGroup
from polytill.domain.storage.remember import remember
from polytill.kernel.actor import Actor
from polytill.kernel.money import EXACT, HUNDRED, fine, percent_of


@dataclass(frozen=True, slots=True)
class Offer:
    """An active discount, as lines are matched against it. variations empty: by brand and category."""

    id: int
    location_id: int | None
    brand_id: int | None
    category_id: int | None
    priority: int
    cut: Cut
    starts_at: datetime | None
    ends_at: datetime | None
    for_customer_groups: bool
    price_group: str
    variations: frozenset[int]

    def fits(
        self, item: Sellable, *, location_id: int, price_group_id: int | None, in_group: bool, at: datetime
    ) -> bool:
        in_time = (self.starts_at is None or self.starts_at <= at) and (self.ends_at is None or at <= self.ends_at)
        here = self.location_id in (None, location_id) and (self.for_customer_groups or not in_group)
        priced = self.price_group in ("", str(price_group_id or 0))
        if not (in_time and here and priced):
            return False
        if self.variations:
            return item.variation_id in self.variations
        return self.brand_id in (None, item.brand_id) and self.category_id in (None, item.category_id)


@remember(5)
def _offers(business_id: int) -> tuple[Offer, ...]:
    rows = (
        Discount.objects.of(business_id)
        .filter(is_active=True)
        .prefetch_related("variations")
        .order_by("-priority", "-id")
    )
    return tuple(
        Offer(
            id=d.pk,
            location_id=d.location_id,
            brand_id=d.brand_id,
            category_id=d.category_id,
            priority=d.priority,
            cut=Cut(DiscountKind(d.kind), d.value),
            starts_at=d.starts_at,
            ends_at=d.ends_at,
            for_customer_groups=d.for_customer_groups,
            price_group=d.price_group,
            variations=frozenset(v.pk for v in d.variations.all()),
        )
        for d in rows
    )


def best_offer(
    item: Sellable, *, actor: Actor, location_id: int, price_group_id: int | None, in_group: bool, at: datetime
) -> Offer | None:
    """The discount of the highest priority that fits; of equals the newest."""
    return next(
        (
            offer
            for offer in _offers(actor.business_id)
            if offer.fits(item, location_id=location_id, price_group_id=price_group_id, in_group=in_group, at=at)
        ),
        None,
    )


def group_prices(price_group_id: int, items: Collection[Sellable], actor: Actor) -> dict[int, Decimal]:
    """The price with tax of each variation that the group prices, per base unit."""
    by_id = {item.variation_id: item for item in items}
    rows = GroupPrice.objects.visible_to(actor).filter(price_group_id=price_group_id, variation_id__in=list(by_id))
    return {
        row.variation_id: row.value
        if row.kind == "fixed"
        else fine(percent_of(by_id[row.variation_id].sell_price_inc_tax, row.value))
        for row in rows
    }


def without_tax(price_inc_tax: Decimal, percent: Decimal) -> Decimal:
    """For display beside the group's price; a sale is priced from the price with tax."""
    return fine(EXACT.divide(EXACT.multiply(price_inc_tax, HUNDRED), HUNDRED + percent))


def price_group_exists(price_group_id: int, actor: Actor) -> bool:
    return (
        PriceGroup.objects.visible_to(actor).filter(pk=price_group_id, is_active=True, deleted_at__isnull=True).exists()
    )
