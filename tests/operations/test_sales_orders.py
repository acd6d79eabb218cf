from __future__ import annotations

from decimal import Decimal as D

import pytest

from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.selectors.orders import orders_of
from polytill.kernel.errors import DomainError
from polytill.operations.checkout import Checkout
from polytill.operations.create_sales_order import create_sales_order
from polytill.operations.update_sales_order import update_sales_order
from polytill.reports.verify import faults
from tests.racing import race
from tests.selling import cash, line, sell


def place(shop, *lines, number=None, **fields):
    command = Checkout(shop.location.pk, lines or (line(shop.water, "4"),), shop.now, **fields)
    return create_sales_order(command=command, number=number, actor=shop.actor(), now=shop.now)


def rewrite(shop, order, *lines, kept=(), number=None):
    return update_sales_order(
        order_id=order.id,
        changed=Checkout(shop.location.pk, lines, shop.now),
        kept_lines=[*kept, *[None] * (len(lines) - len(kept))],
        number=number,
        within=orders_of(shop.actor()),
        actor=shop.actor(),
        now=shop.now,
    )


def own_line(order) -> SaleLine:
    return SaleLine.objects.get(sale_id=order.id)


def test_an_order_is_priced_like_a_sale_and_moves_nothing(shop):
    order = place(shop, line(shop.jeans_28, "20"), line(shop.rice, "2"))

    row = Sale.objects.get()
    assert (order.number, row.type, row.status, row.total) == ("SO0001", "sales_order", "ordered", D("1545.14"))
    assert list(faults()) == []


def test_sales_fulfil_it_and_their_deletion_opens_it_again(shop):
    order = place(shop)

    sell(shop, line(shop.water, "3"), order_ids=(order.id,), tenders=cash("3.75"))

    assert own_line(order).quantity_invoiced == 3
    assert Sale.objects.get(pk=order.id).status == "partial"
    sell(shop, line(shop.water, "2"), order_ids=(order.id,))
    assert own_line(order).quantity_invoiced == 4
    assert Sale.objects.get(pk=order.id).status == "completed"


def test_a_dozen_sold_fulfils_twelve_pieces_ordered(shop):
    order = place(shop, line(shop.water, "30"))

    sell(shop, line(shop.water, "2", unit_id=shop.dozen.pk), order_ids=(order.id,))

    assert own_line(order).quantity_invoiced == 24
    sell(shop, line(shop.water, "1", unit_id=shop.dozen.pk), order_ids=(order.id,))
    assert own_line(order).quantity_invoiced == 30
    assert Sale.objects.get(pk=order.id).status == "completed"


@pytest.mark.django_db(transaction=True)
def test_a_sale_and_a_change_of_its_order_do_not_lose_what_is_invoiced(shop):
    order = place(shop, line(shop.water, "4"))
    kept = own_line(order).pk

    results = race(
        *[lambda: sell(shop, line(shop.water, "1"), order_ids=(order.id,))] * 3,
        *[lambda: rewrite(shop, order, line(shop.water, "9"), kept=[kept])] * 3,
    )

    assert [r for r in results if isinstance(r, Exception)] == []
    assert (own_line(order).quantity, own_line(order).quantity_invoiced) == (9, 3)
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_sales_side_by_side_invoice_no_more_than_was_ordered(shop):
    order = place(shop, line(shop.water, "4"))

    race(*[lambda: sell(shop, line(shop.water, "3"), order_ids=(order.id,))] * 4)

    assert own_line(order).quantity_invoiced == 4
    assert Sale.objects.get(pk=order.id).status == "completed"


def test_a_combo_cannot_be_ordered(shop):
    with pytest.raises(DomainError) as refusal:
        place(shop, line(shop.box))

    assert refusal.value.code == "order.combo"
    assert not Sale.objects.exists()


def test_lines_may_change_their_places(shop):
    order = place(shop, line(shop.water, "1"), line(shop.rice, "2"))
    water, rice = SaleLine.objects.filter(sale_id=order.id).order_by("position")

    rewrite(shop, order, line(shop.rice, "5"), line(shop.water, "6"), kept=[rice.pk, water.pk])

    found = SaleLine.objects.filter(sale_id=order.id).order_by("position").values_list("id", "quantity", "position")
    assert list(found) == [(rice.pk, 5, 0), (water.pk, 6, 1)]
