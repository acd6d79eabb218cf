"""The shop that is measured: its goods lie in a few cost layers each, its tills are open."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from polytill.domain.business.models import NumberSeries
from polytill.domain.catalog.models import Product, Variation, VariationGroup
from polytill.domain.identity.models import AccessToken, User
from polytill.domain.identity.selectors import digest
from polytill.domain.registers.models import Shift
from polytill.domain.stock.models import Adjustment
from polytill.domain.stock.services import Incoming, bring_in
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import insert_rows
from polytill.domain.taxes.models import TaxRate
from polytill.kernel.actor import system_actor
from polytill.operations.setup_business import SetupBusiness, setup_business

TILLS = 16
# The oldest layer is nearly sold out, so that some lines take from two.
LAYERS = (7, 120, 400, 4000)


@dataclass(frozen=True, slots=True)
class BenchShop:
    """products: (product, variation, price net) of each; tills: (user, token, shift)."""

    business_id: int
    location_id: int
    walk_in_id: int
    unit_id: int
    tax_id: int
    products: list[tuple[int, int, Decimal]]
    tills: list[tuple[int, str, int]]
    sale_series: int
    payment_series: int


def build(products: int = 2000) -> BenchShop:
    now = datetime.now(UTC).replace(microsecond=0)
    made = setup_business(
        SetupBusiness("Bench", "EUR", "Europe/Berlin", "DE", "Main street", "till0", "a long enough word"), now=now
    )
    stamp = {"created_at": now, "updated_at": now}
    tax = TaxRate.objects.create(business_id=made.business_id, name="VAT@10%", rate=Decimal(10), **stamp)
    goods = _goods(made.business_id, made.unit_id, tax.pk, products, stamp)
    _stock(made.business_id, made.location_id, made.unit_id, goods, now)
    series = dict(NumberSeries.objects.of(made.business_id).values_list("kind", "id"))
    return BenchShop(
        made.business_id,
        made.location_id,
        made.walk_in_id,
        made.unit_id,
        tax.pk,
        goods,
        [_till(made.business_id, made.location_id, made.user_id, i, now) for i in range(TILLS)],
        series["sale"],
        series["payment"],
    )


def _goods(
    business_id: int, unit_id: int, tax_id: int, count: int, stamp: dict[str, Any]
) -> list[tuple[int, int, Decimal]]:
    dice = random.Random(7)
    ids = take_ids({Product: count, VariationGroup: count, Variation: count})
    prices = [Decimal(dice.randint(99, 9999)).scaleb(-2) for _ in range(count)]
    insert_rows(
        Product,
        [
            {
                "id": i, "business_id": business_id, "name": f"Article {i:05}", "sku": f"A{i:05}", "unit_id": unit_id,
                "tax_id": tax_id, **stamp,
            }
            for i in ids[Product]
        ],
    )  # fmt: skip
    insert_rows(
        VariationGroup,
        [
            {"id": g, "business_id": business_id, "product_id": p, "name": "DUMMY", "is_dummy": True, **stamp}
            for g, p in zip(ids[VariationGroup], ids[Product], strict=True)
        ],
    )
    insert_rows(
        Variation,
        [
            {
                "id": v, "business_id": business_id, "product_id": p, "group_id": g, "name": "DUMMY",
                "sub_sku": f"A{p:05}", "purchase_price": price / 2, "sell_price": price,
                "sell_price_inc_tax": price * Decimal("1.1"), "search_text": f"article {p:05} a{p:05}", **stamp,
            }
            for v, p, g, price in zip(ids[Variation], ids[Product], ids[VariationGroup], prices, strict=True)
        ],
    )  # fmt: skip
    return list(zip(ids[Product], ids[Variation], prices, strict=True))


def _stock(
    business_id: int, location_id: int, unit_id: int, goods: list[tuple[int, int, Decimal]], now: datetime
) -> None:
    opening = Adjustment.objects.create(
        business_id=business_id, location_id=location_id, number="SA0001", kind="opening", at=now,
        created_at=now, updated_at=now,
    )  # fmt: skip
    for age, quantity in enumerate(LAYERS):
        bring_in(
            incoming=[
                Incoming((location_id, variation, unit_id), Decimal(quantity), price / 2, price / 2, opening.pk)
                for _, variation, price in goods
            ],
            reason="opening",
            source_kind="adjustment",
            actor=system_actor(business_id),
            now=now,
            received_at=now - timedelta(days=90 - age),
        )


def _till(business_id: int, location_id: int, admin_id: int, number: int, now: datetime) -> tuple[int, str, int]:
    stamp = {"created_at": now, "updated_at": now}
    user = User.objects.get(pk=admin_id)
    if number:
        role = user.roles.get()
        user = User.objects.create(business_id=business_id, username=f"till{number}", all_locations=True, **stamp)
        user.roles.add(role)
    shift = Shift.objects.create(business_id=business_id, location_id=location_id, user=user, opened_at=now, **stamp)
    token = f"bench-till-{number}"
    AccessToken.objects.create(
        business_id=business_id, user=user, dialect="integration", name="bench", prefix=token[:12],
        token_hash=digest(token), created_at=now, last_used_at=now,
    )  # fmt: skip
    return user.pk, token, shift.pk
