"""Totals and far pages from the tally are those of the rows."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from polytill.domain.sales.models import Sale, SaleTally
from polytill.domain.sales.selectors import Where, tally
from polytill.domain.sales.selectors.tally import count_sales, seek
from polytill.domain.storage.sql import fetch, insert_rows
from tests.selling import cash, line, sell
from tests.shop import Shop

START = datetime(2025, 11, 28, 22, 30, tzinfo=UTC)


@pytest.fixture
def many(shop: Shop) -> list[Sale]:
    """300 sales over half a year, several at one instant, a few of them deleted, drafts and other kinds."""
    dice = random.Random(3)
    rows = []
    for i in range(300):
        rows.append(
            {
                "business_id": shop.business.pk, "type": dice.choice(["sell"] * 5 + ["sales_order"]),
                "status": dice.choice(["final"] * 5 + ["draft"]), "payment_status": dice.choice(["due", "paid", None]),
                "is_direct": dice.random() < 0.5, "number": f"N{i}", "contact_id": shop.walk_in.pk,
                "location_id": dice.choice([shop.location.pk, shop.second_location.pk]),
                "created_by_id": dice.choice([shop.admin.pk, shop.cashier.pk, None]),
                "at": START + timedelta(hours=6 * dice.randrange(700)), "created_at": START, "updated_at": START,
                "voided_at": START if dice.random() < 0.05 else None,
            }
        )  # fmt: skip
    insert_rows(Sale, rows)
    return list(Sale.objects.order_by("-at", "-id"))


def scopes(shop: Shop) -> list[Where]:
    whole = Where(shop.business.pk).keep("s.type = 'sell' AND s.status = 'final'")
    return [
        Where(shop.business.pk),
        whole,
        whole.keep("s.payment_status = %s", "due"),
        whole.any_of("location_id", {shop.location.pk}).keep("s.is_direct = %s", True),
        whole.keep("s.created_by_id = %s", shop.cashier.pk),
        whole.any_of("location_id", set()),
    ]


def rows(where: Where) -> list[int]:
    condition, parameters = where.rows()
    return [
        r[0]
        for r in fetch(f"SELECT s.id FROM sales_sale s WHERE {condition} ORDER BY s.at DESC, s.id DESC", parameters)
    ]


def spans() -> list[tuple[datetime, datetime]]:
    dice = random.Random(4)
    found = []
    for _ in range(30):
        first = START + timedelta(hours=dice.randrange(-50, 4300))
        found.append((first, first + timedelta(hours=dice.choice([0, 5, 24, 47, 300, 1700, 4000]))))
    midnight = datetime(2025, 12, 1, tzinfo=UTC)
    return [*found, (midnight, midnight + timedelta(days=31)), (midnight, midnight + timedelta(days=90, hours=1))]


def test_counts_are_those_of_the_rows(shop: Shop, many: list[Sale]) -> None:
    for where in scopes(shop):
        assert count_sales(where, shop.actor()) == len(rows(where))
        for since, until in spans():
            bounded = where.between(since, until)
            assert count_sales(bounded, shop.actor()) == len(rows(bounded)), (since, until)


def test_a_far_page_begins_where_it_should(shop: Shop, many: list[Sale], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "NEAR", 0)
    for where in scopes(shop):
        for bounded in [where, *(where.between(*span) for span in spans()[:8])]:
            listed = rows(bounded)
            for offset in range(0, len(listed) + 3, 7):
                sooner, left = seek(bounded, offset, shop.actor())
                assert rows(sooner)[left:] == listed[offset:], offset
                if where is bounded and offset < len(listed):
                    assert left <= 8  # never more than the sales of a day


def kept(shop: Shop) -> dict[str, int]:
    return {row.key: row.count for row in SaleTally.objects.filter(business=shop.business, period="a") if row.count}


def test_every_change_of_a_sale_is_counted(shop: Shop) -> None:
    admin, place = shop.admin.pk, shop.location.pk

    def key(state: str, paid: str, is_direct: Any = 1) -> str:
        flag = SaleTally.objects.filter(key__startswith=f"sell|{state}|").values_list("key", flat=True)[0].split("|")[5]
        return f"sell|{state}|||{paid}|{flag}|{place}|{admin}"

    sold = sell(shop, line(shop.jeans_28))
    assert kept(shop) == {key("final", "due"): 1}
    client = shop.client()
    client.post(f"/sells/{sold.id}/payments", {"amount": 10, "method": "cash"})
    assert kept(shop) == {key("final", "partial"): 1}
    sell(shop, tenders=cash("1.25"), at=shop.now - timedelta(days=1))
    copy = client.post(f"/sells/{sold.id}/duplicate").json()["data"]["id"]
    assert kept(shop) == {key("final", "partial"): 1, key("final", "paid"): 1, key("draft", ""): 1}
    client.delete(f"/sells/{sold.id}")
    client.delete(f"/sell-drafts/{copy}")
    assert kept(shop) == {key("final", "paid"): 1}
    Sale.objects.filter(number="AS0002").update(note="no matter", at=shop.now)
    days = SaleTally.objects.filter(business=shop.business, period__startswith="d", count__gt=0)
    assert [(d.period, d.count) for d in days] == [("d2026-03-06", 1)]
