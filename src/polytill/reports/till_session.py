"""What a till asks first: where its user may sell, how people may pay there, and whether a register is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from polytill.domain.business.selectors import Place, shop
from polytill.domain.payments.models import Method
from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.taxes.models import TaxRate
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO

# These are paid from what a customer has stored; they ask for more than an amount.
FROM_STORED_VALUE = ("advance", "gift_card", "points")


@dataclass(frozen=True, slots=True)
class WayToPay:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Counter:
    place: Place
    methods: tuple[WayToPay, ...]


@dataclass(frozen=True, slots=True)
class OpenShift:
    """location_id None where it was opened without one."""

    id: int
    location_id: int | None
    opened_at: datetime
    opening: Decimal


@dataclass(frozen=True, slots=True)
class OrderTax:
    id: int
    name: str
    percent: Decimal


def counters(actor: Actor) -> list[Counter]:
    """The active locations that the actor may use, each with the ways to pay that it has enabled."""
    ways = list(Method.objects.visible_to(actor).filter(is_active=True).order_by("position", "id"))
    offered = [WayToPay(way.key, way.label) for way in ways if way.key not in FROM_STORED_VALUE]
    places = [p for p in shop(actor.business_id).locations.values() if p.is_active and actor.may_use_location(p.id)]
    return [Counter(place, tuple(way for way in offered if way.key in place.methods)) for place in places]


def open_shift(actor: Actor) -> OpenShift | None:
    shift = Shift.objects.visible_to(actor).filter(user_id=actor.user_id, status="open").first()
    if shift is None:
        return None
    floats = CashMovement.objects.visible_to(actor).filter(shift_id=shift.pk, kind="initial")
    return OpenShift(shift.pk, shift.location_id, shift.opened_at, floats.aggregate(sum=Sum("amount"))["sum"] or ZERO)


def order_taxes(actor: Actor) -> list[OrderTax]:
    rows = TaxRate.objects.visible_to(actor).filter(deleted_at__isnull=True, only_in_groups=False)
    return [OrderTax(row.pk, row.name, row.rate) for row in rows.order_by("name", "id")]
