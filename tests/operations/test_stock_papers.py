"""Stock that moves without a sale: openings, adjustments, transfers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from polytill.domain.stock.models import Adjustment, CostLayer, StockLevel, StockMove, Transfer
from polytill.kernel.errors import DomainError
from polytill.operations.adjust_stock import AdjustLine, AdjustStock, adjust_stock
from polytill.operations.complete_transfer import complete_transfer
from polytill.operations.open_stock import OpeningLine, open_stock
from polytill.operations.transfer_stock import TransferredLine, TransferStock, transfer_stock
from polytill.reports.verify import faults
from tests.shop import Shop, facts


def level(location: Any, variation: Any) -> Decimal:
    row = StockLevel.objects.filter(location=location, variation=variation).first()
    return row.quantity if row else Decimal(0)


def adjust(shop: Shop, *lines: AdjustLine, **fields: Any) -> Adjustment:
    values = {"location_id": shop.location.pk, "lines": lines, "at": shop.now}
    done = adjust_stock(AdjustStock(**{**values, **fields}), actor=shop.actor(), now=shop.now)
    return Adjustment.objects.get(pk=done)


def transfer(shop: Shop, *lines: TransferredLine, **fields: Any) -> Transfer:
    values = {"from_location_id": shop.location.pk, "to_location_id": shop.second_location.pk, "at": shop.now}
    command = TransferStock(**{**values, "lines": lines, **fields})
    return Transfer.objects.get(pk=transfer_stock(command, actor=shop.actor(), now=shop.now))


def test_an_opening_is_a_layer_with_its_lot(shop: Shop) -> None:
    line = OpeningLine(shop.jeans_32.pk, Decimal(2), Decimal(480), shop.dozen.pk, "L9", expires_on=date(2027, 1, 1))
    opened = open_stock(location_id=shop.location.pk, lines=[line], at=shop.now, actor=shop.actor(), now=shop.now)
    layer = CostLayer.objects.get(source_kind="opening", source_id=opened)
    paper = Adjustment.objects.get(pk=opened)
    assert (layer.quantity, layer.unit_cost, layer.unit_cost_inc_tax, layer.lot_number) == (24, 40, 44, "L9")
    assert (paper.kind, paper.total, paper.number) == ("opening", 960, "SA2026/0001")
    assert paper.lines.get().layer_id == layer.pk
    assert level(shop.location, shop.jeans_32) == 24
    assert list(faults()) == []


def test_broken_goods_go_out_oldest_first(shop: Shop) -> None:
    paper = adjust(shop, AdjustLine(shop.water.pk, Decimal(-101)), kind="abnormal", recovered=Decimal(5))
    moves = StockMove.objects.filter(source_kind="adjustment", source_id=paper.pk).order_by("id")
    assert [(x.quantity, x.unit_cost, x.balance) for x in moves] == [
        (-100, Decimal("0.6"), 50),
        (-1, Decimal("0.65"), 49),
    ]
    assert (paper.number, paper.total, paper.recovered) == ("SA2026/0001", Decimal("60.6"), 5)
    assert facts("stock.adjusted")[0][2]["lines"] == [[shop.water.pk, "-101", "0.6"]]
    assert list(faults()) == []


def test_found_goods_come_in(shop: Shop) -> None:
    adjust(shop, AdjustLine(shop.water.pk, Decimal(1), shop.dozen.pk, Decimal("0.55")), kind="count")
    assert level(shop.location, shop.water) == 162
    assert CostLayer.objects.get(source_kind="adjustment").unit_cost == Decimal("0.55")


def test_no_more_goes_out_than_there_is(shop: Shop) -> None:
    shop.configure(allow_overselling=True)
    with pytest.raises(DomainError) as refusal:
        adjust(shop, AdjustLine(shop.jeans_30.pk, Decimal(-6)))
    assert (refusal.value.code, refusal.value.message) == (
        "stock.insufficient",
        "Only 5 of Men's Jeans - 30 in stock.",
    )
    assert level(shop.location, shop.jeans_30) == 5
    assert not Adjustment.objects.exclude(kind="opening").exists()


def test_a_transfer_keeps_cost_and_lot(shop: Shop) -> None:
    moved = transfer(shop, TransferredLine(shop.water.pk, Decimal(10), shop.dozen.pk))
    layers = CostLayer.objects.filter(source_kind="transfer", source_id=moved.pk).order_by("id")
    assert [(x.quantity, x.unit_cost, x.location_id) for x in layers] == [
        (100, Decimal("0.6"), shop.second_location.pk),
        (20, Decimal("0.65"), shop.second_location.pk),
    ]
    assert (moved.number, moved.status) == ("ST2026/0001", "completed")
    assert (level(shop.location, shop.water), level(shop.second_location, shop.water)) == (30, 160)
    assert list(faults()) == []


def test_a_transfer_by_stages(shop: Shop) -> None:
    moved = transfer(shop, TransferredLine(shop.jeans_28.pk, Decimal(3)), status="pending")
    assert level(shop.location, shop.jeans_28) == 10
    complete_transfer(transfer_id=moved.pk, status="in_transit", actor=shop.actor(), now=shop.now)
    assert (level(shop.location, shop.jeans_28), level(shop.second_location, shop.jeans_28)) == (7, 0)
    complete_transfer(transfer_id=moved.pk, actor=shop.actor(), now=shop.now)
    assert (level(shop.location, shop.jeans_28), level(shop.second_location, shop.jeans_28)) == (7, 3)
    with pytest.raises(DomainError) as refusal:
        complete_transfer(transfer_id=moved.pk, actor=shop.actor(), now=shop.now)
    assert refusal.value.code == "transfer.status"
    assert list(faults()) == []


def test_a_transfer_of_more_than_there_is_leaves_no_trace(shop: Shop) -> None:
    with pytest.raises(DomainError) as refusal:
        transfer(shop, TransferredLine(shop.jeans_28.pk, Decimal(11)))
    assert refusal.value.code == "stock.insufficient"
    assert level(shop.location, shop.jeans_28) == 10
    assert not Transfer.objects.exists()


def test_modules(shop: Shop) -> None:
    shop.switch_off("stock_adjustment", "stock_transfers")
    with pytest.raises(DomainError) as refusal:
        adjust(shop, AdjustLine(shop.water.pk, Decimal(-1)))
    assert refusal.value.code == "module.disabled"
    with pytest.raises(DomainError) as refusal:
        transfer(shop, TransferredLine(shop.water.pk, Decimal(1)))
    assert refusal.value.code == "module.disabled"


def test_a_stranger_has_no_shelf_here(shop: Shop) -> None:
    with pytest.raises(DomainError):
        adjust(shop, AdjustLine(shop.other.water.pk, Decimal(-1)))
    with pytest.raises(DomainError):
        transfer(shop, TransferredLine(shop.water.pk, Decimal(1)), to_location_id=shop.other.location.pk)
