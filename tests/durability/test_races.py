"""Tills that race: nothing is sold twice or lost, no number is skipped, no engine's excuse reaches a till."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal as D
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.sales.models import Sale
from polytill.domain.storage import durable as durable_module
from polytill.domain.storage import writer
from polytill.kernel.errors import DomainError
from polytill.operations.checkout import CheckedOut, Checkout, checkout_one
from polytill.operations.close_register import close_register
from polytill.operations.open_register import open_register
from polytill.reports.verify import faults
from tests.racing import race
from tests.selling import cash, level, line
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
TILLS = 8
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="a level of isolation of PostgreSQL")


@pytest.fixture(params=["each on its own connection", "through the writer"])
def written(request: pytest.FixtureRequest) -> Iterator[None]:
    """As commands write and, on SQLite, as `polytill serve` does."""
    if request.param == "through the writer":
        writer.start()
    yield
    writer.stop()


def sale(shop: Shop, *lines: Any, **fields: Any) -> Checkout:
    return Checkout(**{"location_id": shop.location.pk, "at": shop.now, "lines": lines, **fields})


def till(shop: Shop, *commands: Checkout) -> Callable[[], list[CheckedOut | DomainError]]:
    """One till that enters its sales one after the other. Refusals are answers; any other exception ends the race."""
    actor = shop.actor()

    def enter(command: Checkout) -> CheckedOut | DomainError:
        try:
            return checkout_one(command, actor=actor, now=shop.now)
        except DomainError as refusal:
            return refusal

    return lambda: [enter(command) for command in commands]


def answers(results: list[Any]) -> list[CheckedOut | DomainError]:
    broken = [result for result in results if isinstance(result, BaseException)]
    assert broken == []
    return [answer for result in results for answer in result]


def sold(found: list[CheckedOut | DomainError]) -> list[CheckedOut]:
    return [answer for answer in found if isinstance(answer, CheckedOut)]


def refusals(found: list[CheckedOut | DomainError]) -> Counter[str]:
    return Counter(answer.code for answer in found if isinstance(answer, DomainError))


def test_the_last_goods_are_sold_once(shop: Shop, written: None) -> None:
    commands = [sale(shop, line(shop.jeans_30), line(shop.water)) for _ in range(2)]

    found = answers(race(*[till(shop, *commands) for _ in range(TILLS)]))

    assert sorted(s.number for s in sold(found)) == ["AS0001", "AS0002", "AS0003", "AS0004", "AS0005"]
    assert refusals(found) == {"stock.insufficient": 2 * TILLS - 5}
    assert (level(shop, shop.jeans_30), level(shop, shop.water)) == (D(0), D(145))
    assert Sale.objects.count() == 5
    assert list(faults()) == []


def test_one_sale_posted_by_eight_is_one_sale(shop: Shop, written: None) -> None:
    command = sale(shop, line(shop.jeans_30, "2"), client_uuid=uuid4(), tenders=cash("154"))

    found = sold(answers(race(*[till(shop, command) for _ in range(TILLS)])))

    assert len(found) == TILLS
    assert len({(s.id, s.number, s.total) for s in found}) == 1
    assert sum(not s.replayed for s in found) == 1
    assert level(shop, shop.jeans_30) == 3
    assert list(faults()) == []


def test_lines_in_opposite_order_do_not_deadlock(shop: Shop, written: None) -> None:
    there = [line(shop.water), line(shop.jeans_28, "0.1"), line(shop.jeans_30, "0.1"), line(shop.rice, "0.1")]
    forth, back = sale(shop, *there), sale(shop, *reversed(there))

    found = answers(race(*[till(shop, *[forth if n % 2 else back] * 5) for n in range(4)]))

    assert len(sold(found)) == 20
    assert level(shop, shop.water) == 130
    assert list(faults()) == []


def test_a_drawer_is_counted_with_the_sales_that_went_into_it(shop: Shop, written: None) -> None:
    actor = shop.actor()
    shift = open_register(actor=actor, location_id=shop.location.pk, float_amount=D(50), now=shop.now)
    command = sale(shop, line(shop.water), is_direct=False, tenders=cash("1.25"))

    def close() -> list[Any]:
        close_register(actor=actor, closing_amount=D(50), now=shop.now)
        return []

    found = answers(race(*[till(shop, *[command] * 4) for _ in range(3)], close))

    counted = Shift.objects.get(pk=shift).expected_cash
    assert refusals(found).keys() <= {"register.not_open"}
    assert counted == D(50) + D("1.25") * len(sold(found))
    assert CashMovement.objects.filter(shift=shift, kind="sell").count() == len(sold(found))
    assert list(faults()) == []


@on_postgresql
def test_serializable_tills_run_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "isolation_level", psycopg.IsolationLevel.SERIALIZABLE)
    retries: list[str] = []
    asks = durable_module.asks_for_retry
    monkeypatch.setattr(durable_module, "asks_for_retry", lambda e: asks(e) and not retries.append(str(e)))
    command = sale(shop, line(shop.water), line(shop.jeans_28, "0.1"), tenders=cash("8.95"))

    found = answers(race(*[till(shop, *[replace(command, client_uuid=uuid4()) for _ in range(3)]) for _ in range(4)]))

    connection.close()
    assert refusals(found).keys() <= {"server.busy"}
    assert len(sold(found)) >= 10
    assert level(shop, shop.water) == 150 - len(sold(found))
    assert retries, "nothing collided: the test shows nothing"
    assert list(faults()) == []
