from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from polytill.domain.storage.remember import remember
from polytill.domain.taxes.models import TaxPart, TaxRate
from polytill.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Rate:
    """percent of a group is the sum of its parts (name, percent)."""

    id: int
    name: str
    percent: Decimal
    is_group: bool
    parts: tuple[tuple[str, Decimal], ...]


@remember(5)
def _rates(business_id: int) -> dict[int, Rate]:
    parts: dict[int, list[tuple[str, Decimal]]] = {}
    for part in TaxPart.objects.of(business_id).select_related("rate").order_by("group_id", "position", "id"):
        parts.setdefault(part.group_id, []).append((part.rate.name, part.rate.rate))
    return {
        r.pk: Rate(r.pk, r.name, r.rate, r.is_group, tuple(parts.get(r.pk, ())))
        for r in TaxRate.objects.of(business_id).order_by("id")
    }


def rates(actor: Actor) -> dict[int, Rate]:
    """All tax rates of the business by id, deleted ones too: old documents name them."""
    return _rates(actor.business_id)
