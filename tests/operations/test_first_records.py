"""What a shop starts with: units, shelves, taxes, price groups, contacts, deposits, gift cards, expenses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from polytill.domain.catalog.models import Category, Unit, VariationTemplate
from polytill.domain.ledger.models import Expense
from polytill.domain.parties.contacts import NewAddress, NewContact
from polytill.domain.parties.models import Contact, CustomerGroup
from polytill.domain.payments.models import Account, Payment
from polytill.domain.pricing.models import GroupPrice
from polytill.domain.stored_value.models import Wallet
from polytill.domain.taxes.models import TaxRate
from polytill.kernel.errors import Category as Kind
from polytill.kernel.errors import DomainError
from polytill.operations.create_brand import create_brand
from polytill.operations.create_category import create_category
from polytill.operations.create_contact import create_contact
from polytill.operations.create_customer_group import create_customer_group
from polytill.operations.create_expense_category import create_expense_category
from polytill.operations.create_price_group import create_price_group
from polytill.operations.create_tax_group import create_tax_group
from polytill.operations.create_tax_rate import create_tax_rate
from polytill.operations.create_unit import create_unit
from polytill.operations.create_unit_group import create_unit_group
from polytill.operations.create_variation_template import create_variation_template
from polytill.operations.enter_expense import EnterExpense, enter_expense
from polytill.operations.issue_gift_card import issue_gift_card
from polytill.operations.steps.cart import Tender
from polytill.operations.take_deposit import take_deposit
from polytill.reports.verify import faults
from tests.shop import OPENED, Shop, facts


def who(shop: Shop) -> dict[str, Any]:
    return {"actor": shop.actor(), "now": shop.now}


def refused(call: Callable[[], object]) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        call()
    return refusal.value


def account(shop: Shop) -> Account:
    """Cash and transfers of the first location go to it."""
    row = Account.objects.create(business=shop.business, name="Bank", created_at=OPENED, updated_at=OPENED)
    enabled = {"enabled": True, "account_id": row.pk}
    shop.location.payment_methods = {"cash": enabled, "bank_transfer": enabled, "advance": {"enabled": True}}
    shop.location.save()
    return row


def test_a_sub_unit_holds_some_of_its_base(shop: Shop) -> None:
    group = create_unit_group(name="Packs", **who(shop))
    unit_id = create_unit(
        name="Six-pack",
        short_name="6p",
        base_unit_id=shop.pieces.pk,
        multiplier=Decimal(6),
        group_id=group,
        **who(shop),
    )
    unit = Unit.objects.get(pk=unit_id)
    assert (unit.base_unit_id, unit.multiplier, unit.group_id) == (shop.pieces.pk, 6, group)
    nested = refused(lambda: create_unit(name="x", short_name="x", base_unit_id=unit_id, **who(shop)))
    assert set(nested.details) == {"base_unit_id"}
    foreign = refused(lambda: create_unit(name="x", short_name="x", base_unit_id=shop.other.pieces.pk, **who(shop)))
    assert set(foreign.details) == {"base_unit_id"}
    none = refused(lambda: create_unit(name="x", short_name="x", multiplier=Decimal(0), **who(shop)))
    assert set(none.details) == {"multiplier"}


def test_shelves(shop: Shop) -> None:
    brand = create_brand(name=" Fjord ", **who(shop))
    child = create_category(name="Socks", parent_id=shop.clothing.pk, code="SO", **who(shop))
    template = create_variation_template(name="Size", values=["S", "M"], **who(shop))
    assert Category.objects.get(pk=child).parent_id == shop.clothing.pk
    values = VariationTemplate.objects.get(pk=template).values.order_by("position").values_list("name", flat=True)
    assert list(values) == ["S", "M"]
    assert facts("brand.created") == [("brand.created", brand, {"name": " Fjord "})]
    foreign = refused(lambda: create_category(name="x", parent_id=shop.other.clothing.pk, **who(shop)))
    assert set(foreign.details) == {"parent_id"}
    assert set(refused(lambda: create_brand(name="  ", **who(shop))).details) == {"name"}


def test_a_tax_group_is_the_sum_of_its_parts(shop: Shop) -> None:
    state = create_tax_rate(name="State", percent=Decimal("4.25"), only_in_groups=True, **who(shop))
    city = create_tax_rate(name="City", percent=Decimal("1.5"), only_in_groups=True, **who(shop))
    group = TaxRate.objects.get(pk=create_tax_group(name="Both", rate_ids=[state, city], **who(shop)))
    assert (group.rate, group.is_group) == (Decimal("5.75"), True)
    for wrong in ([], [state, state], [group.pk, city], [shop.other.vat.pk]):
        found = refused(lambda rates=wrong: create_tax_group(name="x", rate_ids=rates, **who(shop)))  # type: ignore[misc]
        assert set(found.details) == {"taxes"}


def test_prices_of_a_group(shop: Shop) -> None:
    prices = [(shop.water.pk, "fixed", Decimal("1.05")), (shop.jeans_28.pk, "percentage", Decimal(90))]
    group = create_price_group(name="Club", prices=prices, **who(shop))
    stored = GroupPrice.objects.filter(price_group_id=group).order_by("variation_id")
    assert [(x.variation_id, x.kind, x.value) for x in stored] == prices
    foreign = [(shop.other.water.pk, "fixed", Decimal(1))]
    assert set(refused(lambda: create_price_group(name="x", prices=foreign, **who(shop))).details) == {"prices"}
    customers = create_customer_group(
        name="Club", price_rule="selling_price_group", selling_price_group_id=group, **who(shop)
    )
    assert CustomerGroup.objects.get(pk=customers).selling_price_group_id == group


def test_a_contact_is_numbered_and_named(shop: Shop) -> None:
    address = NewAddress(kind="shipping", address_1="12 Palm Lane", city="Tempe")
    contact = NewContact("customer", prefix="Mr.", first_name="Rohit", middle_name="Kumar", last_name="Agrawalla",
                         birth_date=date(1980, 1, 2), credit_limit=Decimal(50), addresses=(address,))  # fmt: skip
    row = Contact.objects.get(pk=create_contact(contact=contact, **who(shop)))
    assert (row.code, row.name, row.credit_limit) == ("CO0005", "Mr. Rohit Kumar Agrawalla", 50)
    assert row.addresses.get().city == "Tempe"
    firm = Contact.objects.get(pk=create_contact(contact=NewContact("both", business_name="Acme"), **who(shop)))
    assert (firm.code, firm.name) == ("CO0006", "Acme")


@pytest.mark.parametrize(
    ("field", "contact"),
    [
        ("type", NewContact("friend", first_name="x")),
        ("first_name", NewContact("customer")),
        ("contact_id", NewContact("customer", first_name="x", code="CO0002")),
        ("customer_group_id", NewContact("customer", first_name="x", customer_group_id=10**9)),
    ],
)
def test_a_contact_is_refused_by_field(shop: Shop, field: str, contact: NewContact) -> None:
    before = Contact.objects.count()
    assert set(refused(lambda: create_contact(contact=contact, **who(shop))).details) == {field}
    assert Contact.objects.count() == before


def test_a_cashier_meets_customers_and_no_suppliers(shop: Shop) -> None:
    cashier = {"actor": shop.actor("cashier"), "now": shop.now}
    assert create_contact(contact=NewContact("lead", first_name="Lea"), **cashier)
    for kind in ("supplier", "both"):
        contact = NewContact(kind, first_name="Sue")
        assert refused(lambda c=contact: create_contact(contact=c, **cashier)).category is Kind.FORBIDDEN  # type: ignore[misc]


def test_a_deposit_stands_to_the_customers_credit(shop: Shop) -> None:
    bank = account(shop)
    payment_id = take_deposit(
        contact_id=shop.customer.pk, location_id=shop.location.pk, tender=Tender(Decimal(150), "cash"), **who(shop)
    )
    payment = Payment.objects.get(pk=payment_id)
    assert (payment.number, payment.is_advance, payment.sale_id) == ("SP2026/0001", True, None)
    assert Wallet.objects.get(contact=shop.customer, kind="advance").balance == 150
    assert Account.objects.get(pk=bank.pk).balance == 150
    assert list(faults()) == []


@pytest.mark.parametrize(("amount", "method"), [("0", "cash"), ("5", "advance"), ("5", "card")])
def test_a_deposit_refused(shop: Shop, amount: str, method: str) -> None:
    account(shop)
    tender = Tender(Decimal(amount), method)
    refused(lambda: take_deposit(contact_id=shop.customer.pk, location_id=shop.location.pk, tender=tender, **who(shop)))
    assert not Payment.objects.exists()
    assert not Wallet.objects.exists()


def test_a_gift_card_holds_its_money_once(shop: Shop) -> None:
    issue_gift_card(number="77001125", amount=Decimal(25), expires_on=date(2026, 12, 31), **who(shop))
    card = Wallet.objects.get(card_number="77001125")
    assert (card.kind, card.balance, card.expires_on, card.contact_id) == ("gift_card", 25, date(2026, 12, 31), None)
    again = refused(lambda: issue_gift_card(number=" 77001125 ", amount=Decimal(5), **who(shop)))
    assert set(again.details) == {"card_no"}
    assert set(refused(lambda: issue_gift_card(number="", amount=Decimal(0), **who(shop))).details) == {
        "card_no",
        "value",
    }
    assert list(faults()) == []


def test_an_expense_leaves_its_account(shop: Shop) -> None:
    bank = account(shop)
    category = create_expense_category(name="Power", **who(shop))
    command = EnterExpense(
        location_id=shop.location.pk, total=Decimal(110), at=shop.now, category_id=category, tax_id=shop.vat.pk,
        tenders=(Tender(Decimal(60), "bank_transfer"),),
    )  # fmt: skip
    row = Expense.objects.get(pk=enter_expense(command, **who(shop)))
    assert (row.number, row.total_before_tax, row.tax_amount) == ("EP2026/0001", 100, 10)
    assert (row.paid, row.payment_status) == (60, "partial")
    assert Account.objects.get(pk=bank.pk).balance == -60
    back = EnterExpense(
        location_id=shop.location.pk, total=Decimal(10), at=shop.now, is_refund=True,
        tenders=(Tender(Decimal(10), "bank_transfer"),),
    )  # fmt: skip
    enter_expense(back, **who(shop))
    assert Account.objects.get(pk=bank.pk).balance == -50
    assert list(faults()) == []


def test_an_expense_refused(shop: Shop) -> None:
    account(shop)
    place, at = shop.location.pk, shop.now
    many = EnterExpense(place, Decimal(0), at, category_id=10**9, contact_id=10**9, for_user_id=10**9, tax_id=10**9)
    assert set(refused(lambda: enter_expense(many, **who(shop))).details) == {
        "final_total", "expense_category_id", "contact_id", "expense_for", "tax_rate_id",
    }  # fmt: skip
    dear = EnterExpense(place, Decimal(5), at, tenders=(Tender(Decimal(6), "cash"),))
    assert refused(lambda: enter_expense(dear, **who(shop))).code == "expense.paid_too_much"
    assert not Expense.objects.exists()
