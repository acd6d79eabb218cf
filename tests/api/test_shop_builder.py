"""The shop of the tests is sound."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Sum

from polytill.domain.stock.models import CostLayer, StockLevel, StockMove
from tests.shop import Shop


def test_stock_levels_moves_and_layers_agree(shop: Shop) -> None:
    keys = ("location_id", "variation_id", "unit_id")

    def sums(model: type, column: str) -> dict[tuple[int, ...], Decimal]:
        rows = model.objects.values_list(*keys).annotate(total=Sum(column))
        return {tuple(row[:3]): row[3] for row in rows}

    levels = sums(StockLevel, "quantity")
    assert levels == sums(StockMove, "quantity") == sums(CostLayer, "remaining")
    assert levels[shop.location.pk, shop.water.pk, shop.pieces.pk] == Decimal(150)


def test_a_fresh_user_has_exactly_the_permissions_asked_for(shop: Shop) -> None:
    user = shop.user(permissions=["discount.access"], locations=[shop.second_location])
    actor = shop.actor(user)
    assert (actor.is_admin, actor.permissions) == (False, frozenset({"discount.access"}))
    assert actor.locations == frozenset({shop.second_location.pk})


def test_the_other_shop_shares_nothing(shop: Shop) -> None:
    assert shop.other.business.pk != shop.business.pk
    assert shop.other.location.pk not in (shop.location.pk, shop.second_location.pk)
    assert shop.other.actor().business_id == shop.other.business.pk
