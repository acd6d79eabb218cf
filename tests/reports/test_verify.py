"""Each test tampers with one thing behind the shop's back and expects exactly the line that tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from django.db.models import F

from polytill.domain.business.models import NumberSeries
from polytill.domain.business.services import advance_chains
from polytill.domain.outbox.models import Fact
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.stock.models import CostLayer, StockLevel
from polytill.domain.stored_value.models import Wallet
from polytill.kernel.actor import system_actor
from polytill.kernel.money import plain
from polytill.operations.setup_business import SetupBusiness, setup_business
from polytill.reports.verify import faults
from tests.shop import Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(now: datetime) -> NumberSeries:
    """The sales series of a fresh business with three documents in its chain."""
    made = setup_business(
        SetupBusiness("Kiosk", "EUR", "Europe/Berlin", "DE", "Mitte", "anna", "a long enough word"), now=now
    )
    series = NumberSeries.objects.get(business_id=made.business_id, kind="sale")
    new = [NewFact("sale.made", "sale", number, {"number": number}, series.pk) for number in (1, 2, 3)]
    heads = record(
        facts=new,
        actor=system_actor(made.business_id),
        now=now,
        heads={series.pk: (series.chain_seq, series.chain_hash)},
    )
    advance_chains(heads=heads)
    return series


def test_a_sound_business_has_no_fault(series: NumberSeries) -> None:
    assert list(faults()) == []


def _change(series: NumberSeries) -> None:
    Fact.objects.filter(chain_id=series.pk, chain_seq=2).update(payload='{"number":20}')


def _drop(series: NumberSeries) -> None:
    Fact.objects.filter(chain_id=series.pk, chain_seq=2).delete()


def _drop_last(series: NumberSeries) -> None:
    Fact.objects.filter(chain_id=series.pk, chain_seq=3).delete()


def _relink(series: NumberSeries) -> None:
    Fact.objects.filter(chain_id=series.pk, chain_seq=3).update(prev_hash="f" * 64)


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (_change, "was changed at document 2"),
        (_drop, "lacks document 2"),
        (_drop_last, "ends at document 2, its head says 3"),
        (_relink, "does not continue at document 3"),
    ],
)
def test_a_chain_tells(tamper: Callable[[NumberSeries], None], told: str, series: NumberSeries) -> None:
    tamper(series)
    assert list(faults()) == [f"chain: series {series.pk} (sale) {told}"]
    assert list(faults(business_id=series.business_id)) == [f"chain: series {series.pk} (sale) {told}"]
    assert list(faults(business_id=series.business_id + 1)) == []


def test_a_wallet_that_holds_more_than_its_entries(series: NumberSeries, now: datetime) -> None:
    wallet = Wallet.objects.create(
        business_id=series.business_id, kind="gift_card", card_number="4711", balance=25, created_at=now, updated_at=now
    )
    assert list(faults()) == [f"stored value: wallet {wallet.pk} holds 25, its entries say 0"]


def test_a_stock_level_that_is_not_the_sum_of_its_moves(shop: Shop) -> None:
    assert list(faults()) == []
    level = StockLevel.objects.order_by("id").first()
    assert level is not None
    before = level.quantity
    StockLevel.objects.filter(pk=level.pk).update(quantity=F("quantity") + 5000)  # half a piece, unscaled
    (told,) = faults()
    assert told.startswith(f"stock: variation {level.variation_id} (unit {level.unit_id}) at location")
    assert told.endswith(f"has {plain(before + Decimal('0.5'))}, its moves say {plain(before)}")


def test_a_layer_that_is_not_the_sum_of_its_moves(shop: Shop) -> None:
    layer = CostLayer.objects.order_by("id").first()
    assert layer is not None
    CostLayer.objects.filter(pk=layer.pk).update(remaining=F("remaining") + 10_000)
    assert [line.split(" has ")[0] for line in faults()] == [f"stock: layer {layer.pk}"]
