"""The larger demo shops, in small: the bulk path keeps what the counter keeps."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from polytill.domain.business.models import NumberSeries
from polytill.domain.catalog.models import Barcode, Variation
from polytill.domain.catalog.search import by_barcode, search
from polytill.domain.outbox.models import Fact
from polytill.domain.outbox.services import canonical
from polytill.domain.payments.models import Payment
from polytill.domain.registers.models import Shift
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.stock.models import StockLevel
from polytill.domain.storage.ids import forget_blocks
from polytill.domain.storage.remember import forget
from polytill.kernel.actor import system_actor
from polytill.operations.steps.books import sale_payload
from polytill.project.demo import load
from polytill.project.demo.bulk.bare import bare
from polytill.project.demo.bulk.load import FILLED, Size
from polytill.project.demo.bulk.progress import progress
from polytill.reports.verify import faults

NOW = datetime(2026, 1, 20, 21, 30, tzinfo=UTC)
TINY = Size(skus=60, sales=150, contacts=12, days=9)


@pytest.fixture(scope="module")
def tiny(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Loaded once for all tests of this file, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        forget()
        forget_blocks()
        patch.setitem(load.SIZES, "medium", TINY)
        yield load.load_demo(size="medium", now=NOW)
        transaction.set_rollback(True)
    forget()
    forget_blocks()


@pytest.fixture(autouse=True)
def inside(django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield


def test_its_books_add_up(tiny: Any) -> None:
    assert list(faults()) == []
    assert Variation.objects.filter(product__barcode_type="EAN13", sub_sku__startswith="AS").count() >= TINY.skus
    assert _bulk(tiny).count() == TINY.sales
    assert not StockLevel.objects.filter(quantity__lt=0).exists()


def _bulk(tiny: Any) -> Any:
    """What was sold before the month that is told sale by sale."""
    first = Sale.objects.filter(business_id=tiny["business_id"]).order_by("id").first()
    assert first is not None
    return Sale.objects.filter(business_id=tiny["business_id"], id__lt=first.pk + TINY.sales)


def test_the_journal_says_what_the_counter_would_have_said(tiny: Any) -> None:
    sale = Sale.objects.filter(pk__in=_bulk(tiny), payment_status="paid").order_by("-id").first()
    assert sale is not None
    lines = [row.__dict__ for row in SaleLine.objects.filter(sale=sale).order_by("position")]
    payments = [row.__dict__ for row in Payment.objects.filter(sale=sale)]
    fact = Fact.objects.get(kind="sale.finalized", subject_id=sale.pk)
    assert fact.payload == canonical(sale_payload(sale.__dict__, lines, payments))
    assert fact.at == sale.at == fact.delivered_at


def test_lines_are_the_calculators(tiny: Any) -> None:
    lines = SaleLine.objects.filter(sale__in=_bulk(tiny)).select_related("tax")
    for line in lines:
        percent = line.tax.rate if line.tax else Decimal(0)
        assert line.unit_tax == line.unit_price * percent / 100
        assert (line.net, line.tax_total) == (line.quantity * line.unit_price, line.quantity * line.unit_tax)
    sums = {sale.pk: sale.total for sale in _bulk(tiny)}
    for pk, total in sums.items():
        assert total == sum(line.gross for line in lines if line.sale_id == pk)


def test_numbers_have_no_gap(tiny: Any) -> None:
    for series in NumberSeries.objects.filter(business_id=tiny["business_id"], kind="sale"):
        numbers = list(Sale.objects.filter(series=series, type="sell").order_by("id").values_list("number", flat=True))
        assert numbers == [f"{series.prefix}{n:04}" for n in range(1, len(numbers) + 1)]
        assert series.next_number == len(numbers) + 1


def test_tills_were_counted_each_day(tiny: Any) -> None:
    closed = Shift.objects.filter(business_id=tiny["business_id"], status="close").order_by("id")[: 4 * TINY.days]
    assert all(shift.expected_cash == shift.closing_amount for shift in closed)
    assert [shift.number for shift in closed][:2] == ["RC0001", "RC0002"]


def test_what_was_made_in_bulk_is_found(tiny: Any) -> None:
    actor = system_actor(tiny["business_id"])
    one = Barcode.objects.filter(code__startswith="9502").order_by("id").first()
    assert one is not None
    found = by_barcode(actor, one.code)
    assert found is not None
    assert found.variation_id == one.variation_id
    assert [item.variation_id for item in search(actor, one.code)] == [one.variation_id]


def test_indexes_and_keys_stand_again(tiny: Any) -> None:
    before = _standing()
    with bare(FILLED):
        assert len(_standing()) < len(before)
    assert _standing() == before


def _standing() -> set[str]:
    with connection.cursor() as cursor:
        found = set()
        for model in FILLED:
            table = model._meta.db_table
            found |= {f"{table}.{name}" for name in connection.introspection.get_constraints(cursor, table)}
    return found


def test_progress_for_a_file_is_a_line_a_tenth() -> None:
    out = io.StringIO()
    told = progress("Sales", 20, out)
    for done in range(1, 21):
        told(done)
    assert out.getvalue().splitlines()[:2] == ["Sales: 1 of 20", "Sales: 2 of 20"]
    assert out.getvalue().splitlines()[-1] == "Sales: 20 of 20"
    assert len(out.getvalue().splitlines()) == 11
