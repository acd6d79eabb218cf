from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.taxes.models import TaxPart, TaxRate
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid


def enter_tax_rate(
    *,
    name: str,
    percent: Decimal,
    code: str,
    only_in_groups: bool,
    country_code: str,
    description: str,
    actor: Actor,
    now: datetime,
) -> int:
    if percent < 0:
        raise invalid({"rate": ["A tax rate is not negative."]})
    row = _row(name, percent, actor, now, code=code, country_code=country_code, description=description)
    row.only_in_groups = only_in_groups
    row.save(force_insert=True)
    return int(row.pk)


def enter_tax_group(
    *, name: str, rate_ids: Sequence[int], code: str, country_code: str, description: str, actor: Actor, now: datetime
) -> int:
    """Its rate is the sum of its parts; a group inside a group is refused."""
    found = TaxRate.objects.visible_to(actor).filter(pk__in=rate_ids, is_group=False, deleted_at__isnull=True)
    rates = {row.pk: row for row in found}
    if not rate_ids or set(rates) != set(rate_ids) or len(set(rate_ids)) != len(rate_ids):
        raise invalid({"taxes": ["The selected taxes are invalid."]})
    percent = sum((rates[x].rate for x in rate_ids), Decimal(0))
    group = _row(name, percent, actor, now, code=code, country_code=country_code, description=description)
    group.is_group = True
    group.save(force_insert=True)
    TaxPart.objects.bulk_create(
        TaxPart(business_id=actor.business_id, group=group, rate=rates[x], position=place)
        for place, x in enumerate(rate_ids)
    )
    return int(group.pk)


def _row(name: str, percent: Decimal, actor: Actor, now: datetime, **words: str) -> TaxRate:
    if not name.strip():
        raise invalid({"name": ["The name field is required."]})
    return TaxRate(
        business_id=actor.business_id,
        name=name.strip(),
        rate=percent,
        created_by_id=actor.user_id or None,
        created_at=now,
        updated_at=now,
        **words,
    )
