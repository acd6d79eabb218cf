from __future__ import annotations

from decimal import Decimal as D
from uuid import uuid4

import pytest

from polytill.domain.outbox.models import Fact
from polytill.domain.payments.models import Payment
from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.domain.registers.models import CashMovement
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.selectors.held import held_of
from polytill.domain.stock.models import CostLayer, StockLevel
from polytill.domain.stored_value.models import Wallet
from polytill.kernel.errors import Category, DomainError
from polytill.operations.amend_held import amend_held
from polytill.operations.checkout import Checkout, CheckoutLine, Tender, checkout_one
from polytill.operations.create_sales_order import create_sales_order
from polytill.operations.delete_sale import delete_sale
from polytill.operations.discard_held import discard_held
from polytill.operations.finalize_held import finalize_held
from polytill.operations.open_register import open_register
from polytill.reports.verify import faults
from tests.racing import race


def cart(shop, *lines, **fields) -> Checkout:
    values = {"location_id": shop.location.pk, "at": shop.now, "lines": lines, "is_direct": False}
    return Checkout(**{**values, **fields})


def line(variation, quantity: str = "1", **fields) -> CheckoutLine:
    return CheckoutLine(variation_id=variation.pk, quantity=D(quantity), **fields)


def hold(shop, *lines, **fields):
    """Opens the drawer and puts a sale aside; two bottles of water and a pair of jeans, 79.50."""
    open_register(actor=shop.actor(), location_id=shop.location.pk, now=shop.now)
    command = cart(shop, *(lines or (line(shop.water, "2"), line(shop.jeans_28))), is_suspended=True, **fields)
    return checkout_one(command, actor=shop.actor(), now=shop.now)


def finalize(shop, held, **fields):
    return finalize_held(sale_id=held.id, actor=shop.actor(), now=shop.now, **fields)


def level(shop, variation) -> D:
    return StockLevel.objects.get(variation=variation, location=shop.location).quantity


def cash(amount: str) -> tuple[Tender, ...]:
    return (Tender(D(amount), "cash"),)


def test_what_is_held_is_paid_for_later(shop):
    held = hold(shop)

    done = finalize(shop, held, tenders=cash("80"), change_return=D("0.50"))

    assert (done.id, done.number) == (held.id, held.number)
    assert (done.is_suspended, done.payment_status, done.paid) == (False, "paid", D("79.50"))
    assert level(shop, shop.water) == 148
    drawer = CashMovement.objects.order_by("id").values_list("type", "amount", "source_id")
    assert list(drawer) == [("credit", D(80), held.id), ("debit", D("0.50"), held.id)]
    row = Sale.objects.get()
    assert (row.is_suspended, row.payment_status, row.paid, row.version) == (False, "paid", D("79.50"), 2)


def test_it_enters_the_chain_when_it_is_paid_for(shop):
    held = hold(shop)
    assert not Fact.objects.filter(chain_id__isnull=False).exists()

    finalize(shop, held, tenders=cash("79.50"))

    fact = Fact.objects.get(chain_id__isnull=False)
    assert (fact.kind, fact.subject_id, fact.chain_seq) == ("sale.finalized", held.id, 1)
    assert list(faults()) == []


def test_on_credit_it_needs_no_register_and_no_payment(shop):
    held = hold(shop)
    other = shop.actor(shop.user(permissions=["sell.update", "sell.view"]))

    done = finalize_held(sale_id=held.id, is_credit=True, actor=other, now=shop.now)

    assert (done.payment_status, done.paid) == ("due", D(0))
    assert Sale.objects.get().is_credit
    assert not Payment.objects.exists()


def test_points_are_earned_when_it_is_paid_for(shop):
    shop.configure(rp_enabled=True, rp_amount_per_point="10")
    held = hold(shop, contact_id=shop.customer.pk)
    assert not Wallet.objects.exists()

    finalize(shop, held, tenders=cash("79.50"))

    assert Wallet.objects.get(kind="points").balance == 7


def test_it_is_refused_without_payments(shop):
    held = hold(shop)

    with pytest.raises(DomainError) as refusal:
        finalize(shop, held)

    assert list(refusal.value.details) == ["payments"]
    assert Sale.objects.get().is_suspended


def test_it_is_refused_without_an_open_register(shop):
    held = hold(shop)
    other = shop.actor(shop.user(permissions=["sell.update", "sell.view"]))

    with pytest.raises(DomainError) as refusal:
        finalize_held(sale_id=held.id, tenders=cash("79.50"), actor=other, now=shop.now)

    assert refusal.value.code == "register.not_open"
    assert not Payment.objects.exists()


def test_it_is_refused_where_a_payment_stands(shop):
    held = hold(shop)
    Payment.objects.create(
        business=shop.business, sale_id=held.id, method="cash", amount=D(1), paid_at=shop.now, number="X",
        created_at=shop.now, updated_at=shop.now,
    )  # fmt: skip

    with pytest.raises(DomainError) as refusal:
        finalize(shop, held, tenders=cash("79.50"))

    assert refusal.value.code == "sale.already_paid"


def test_an_advance_is_bounded_by_the_balance(shop):
    held = hold(shop, contact_id=shop.customer.pk)

    with pytest.raises(DomainError, match="Only 0 of advance balance"):
        finalize(shop, held, tenders=(Tender(D(5), "advance"),))


def test_what_is_not_held_is_not_there(shop):
    held = hold(shop)
    finalize(shop, held, tenders=cash("79.50"))
    sold = checkout_one(cart(shop, line(shop.water)), actor=shop.actor(), now=shop.now)

    for sale_id in (held.id, sold.id, 10**9):
        with pytest.raises(DomainError) as refusal:
            finalize_held(sale_id=sale_id, tenders=cash("1"), actor=shop.actor(), now=shop.now)
        assert refusal.value.category is Category.NOT_FOUND


def test_another_business_or_place_cannot_reach_it(shop):
    held = hold(shop)
    far = shop.user(permissions=["sell.update", "sell.view"], locations=[shop.second_location])

    for actor in (shop.other.actor(), shop.actor(far)):
        with pytest.raises(DomainError) as refusal:
            finalize_held(sale_id=held.id, is_credit=True, actor=actor, now=shop.now)
        assert refusal.value.category is Category.NOT_FOUND


def test_it_may_be_changed_when_it_is_paid_for(shop):
    held = hold(shop)
    changed = cart(
        shop,
        line(shop.water, "6"),
        line(shop.rice, "1.5"),
        discount=Discount(DiscountKind.FIXED, D(1)),
        tenders=cash("20"),
        change_return=D("9.65"),
        expected_total=D("10.35"),
        client_uuid=uuid4(),
    )

    done = finalize(shop, held, changed=changed)

    assert (done.id, done.number, done.total, done.paid) == (held.id, held.number, D("10.35"), D("10.35"))
    assert [x.quantity for x in SaleLine.objects.order_by("position")] == [D(6), D("1.5")]
    assert (level(shop, shop.water), level(shop, shop.jeans_28), level(shop, shop.rice)) == (144, 10, D(24))
    oldest = CostLayer.objects.filter(variation=shop.water, location=shop.location).order_by("id").first()
    assert oldest.remaining == 94
    assert list(faults()) == []


def test_a_change_that_the_stock_does_not_cover_changes_nothing(shop):
    held = hold(shop)

    with pytest.raises(DomainError) as refusal:
        finalize(shop, held, changed=cart(shop, line(shop.jeans_28, "11"), tenders=cash("1000")))

    assert refusal.value.code == "stock.insufficient"
    assert Sale.objects.get().is_suspended
    assert SaleLine.objects.count() == 2
    assert level(shop, shop.jeans_28) == 9


def test_a_change_may_take_what_it_had_already_taken(shop):
    held = hold(shop, line(shop.jeans_28, "9"))

    finalize(shop, held, changed=cart(shop, line(shop.jeans_28, "10"), tenders=cash("770")))

    assert level(shop, shop.jeans_28) == 0


def test_a_repeat_is_the_first_one(shop):
    held = hold(shop)
    changed = cart(shop, line(shop.water, "4"), tenders=cash("5"), client_uuid=uuid4())
    first = finalize(shop, held, changed=changed)

    again = finalize(shop, held, changed=changed)

    assert again.replayed
    assert again.total == first.total == D(5)
    assert Payment.objects.count() == 1
    assert level(shop, shop.water) == 146


def test_it_goes_back_on_hold_with_other_lines(shop):
    held = hold(shop)

    again = amend_held(sale_id=held.id, changed=cart(shop, line(shop.rice, "2")), actor=shop.actor(), now=shop.now)

    assert (again.id, again.number, again.is_suspended, again.total) == (held.id, held.number, True, D("5.14"))
    assert (level(shop, shop.water), level(shop, shop.jeans_28), level(shop, shop.rice)) == (150, 10, D("23.5"))
    finalize(shop, held, tenders=cash("5.14"))
    assert list(faults()) == []


def test_what_it_fulfilled_of_an_order_goes_with_its_lines(shop):
    command = Checkout(shop.location.pk, (line(shop.water, "4"),), shop.now)
    order = create_sales_order(command=command, number=None, actor=shop.actor(), now=shop.now)
    held = hold(shop, line(shop.water, "4"), order_ids=(order.id,))
    assert Sale.objects.get(pk=order.id).status == "completed"

    amend_held(
        sale_id=held.id,
        changed=cart(shop, line(shop.water, "1"), order_ids=(order.id,)),
        actor=shop.actor(),
        now=shop.now,
    )

    assert SaleLine.objects.get(sale_id=order.id).quantity_invoiced == 1
    assert Sale.objects.get(pk=order.id).status == "partial"


def test_a_combo_in_it_is_changed_with_its_components(shop):
    held = hold(shop, line(shop.box, "3"))

    finalize(shop, held, changed=cart(shop, line(shop.box, "1"), tenders=cash("4")))

    assert (level(shop, shop.water), level(shop, shop.rice)) == (148, 25)
    assert list(faults()) == []


@pytest.mark.parametrize("verb", [finalize_held, amend_held])
def test_it_has_its_right_and_its_module(shop, verb):
    held = hold(shop)
    actor = shop.actor(shop.user(permissions=["sell.view", "sell.create"]))
    changed = cart(shop, line(shop.water))

    with pytest.raises(DomainError) as refusal:
        verb(sale_id=held.id, changed=changed, actor=actor, now=shop.now)
    assert refusal.value.category is Category.FORBIDDEN

    shop.switch_off("pos_sale")
    with pytest.raises(DomainError) as refusal:
        verb(sale_id=held.id, changed=changed, actor=shop.actor(), now=shop.now)
    assert refusal.value.code == "module.disabled"
    assert Sale.objects.get().is_suspended


@pytest.mark.django_db(transaction=True)
def test_two_tills_settle_it_once(shop):
    held = hold(shop)

    results = race(*[lambda: finalize(shop, held, tenders=cash("79.50"))] * 4)

    assert sorted(getattr(r, "code", "done") for r in results) == ["done"] + ["sale.not_found"] * 3
    assert Payment.objects.count() == 1
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_two_tries_of_one_till_settle_it_once(shop):
    held = hold(shop)
    changed = cart(shop, line(shop.water, "4"), tenders=cash("5"), client_uuid=uuid4())

    results = race(*[lambda: finalize(shop, held, changed=changed)] * 3)

    assert sorted(r.replayed for r in results) == [False, True, True]
    assert level(shop, shop.water) == 146
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["discard", "delete"])
def test_one_till_settles_it_while_another_throws_it_away(shop, how):
    held = hold(shop)
    actor = shop.actor()

    def away():
        if how == "discard":
            return discard_held(sale_id=held.id, actor=actor, now=shop.now)
        within = held_of(actor, shop.today)
        return delete_sale(sale_id=held.id, within=within, actor=actor, now=shop.now)

    results = race(*[lambda: finalize(shop, held, tenders=cash("79.50"))] * 2, away)

    is_paid = any(getattr(r, "payment_status", None) == "paid" for r in results)
    row = Sale.objects.get()
    assert (row.voided_at is None, Payment.objects.count()) == (is_paid, int(is_paid))
    assert level(shop, shop.water) == (148 if is_paid else 150)
    assert list(faults()) == []
