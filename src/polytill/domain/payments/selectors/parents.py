"""What a payment is for, and who may see and change it: that goes by the document it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from polytill.domain.ledger.models import Expense
from polytill.domain.parties.models import Contact
from polytill.domain.parties.selectors import chosen_contacts
from polytill.domain.purchasing.models import Purchase
from polytill.domain.sales.models import Sale
from polytill.domain.sales.selectors import drafts_of, sells_of, visible_id, within_locations
from polytill.domain.sales.selectors.returns import returns_of
from polytill.kernel.actor import Actor
from polytill.kernel.errors import forbidden, not_found

EXPENSES = ("all_expense.access", "view_own_expense")
CHANGES = {"sale": ("edit_sell_payment",), "purchase": ("edit_purchase_payment",), "expense": EXPENSES}
DELETES = {"sale": ("delete_sell_payment",), "purchase": ("delete_purchase_payment",), "expense": EXPENSES}


@dataclass(frozen=True, slots=True)
class Parent:
    """kind: sale (orders and returns too), purchase or expense. number of a sale, ref_no of a purchase or expense."""

    kind: str
    id: int
    type: str
    number: str | None
    ref_no: str | None
    payment_status: str | None
    location_id: int
    total: Decimal


def seen_sale(sale_id: int, actor: Actor, today: date) -> Parent:
    row: Any = Sale.objects.visible_to(actor).get(pk=sale_id)
    if row.type == "sell_return":
        where = returns_of(actor)
    elif row.type == "sales_order":
        where = _orders_of(actor)
    else:
        where = drafts_of(actor) if row.status == "draft" else sells_of(actor, today)
    visible_id(sale_id, where, actor)
    return Parent(
        "sale", row.pk, row.type, row.number, row.ref_no or None, row.payment_status, row.location_id, row.total
    )


def _orders_of(actor: Actor) -> Any:
    where = within_locations(actor).keep("s.type = 'sales_order'")
    if actor.may("so.view_all"):
        return where
    if not actor.has("so.view_own"):
        raise forbidden()
    return where.keep("s.created_by_id = %s", actor.user_id)


def seen_purchase(purchase_id: int, actor: Actor) -> Parent:
    actor.need("purchase.view")
    row: Any = Purchase.objects.visible_to(actor).filter(pk=purchase_id, voided_at__isnull=True).first()
    if row is None or not actor.may_use_location(row.location_id):
        raise not_found("payment")
    return Parent("purchase", row.pk, row.type, None, row.number, row.payment_status, row.location_id, row.total)


def seen_expense(expense_id: int, actor: Actor) -> Parent:
    actor.need(*EXPENSES)
    rows = Expense.objects.visible_to(actor).filter(pk=expense_id, voided_at__isnull=True)
    if not actor.may("all_expense.access"):
        rows = rows.filter(created_by_id=actor.user_id)
    row: Any = rows.first()
    if row is None or not actor.may_use_location(row.location_id):
        raise not_found("payment")
    kind = "expense_refund" if row.is_refund else "expense"
    return Parent("expense", row.pk, kind, None, row.number, row.payment_status, row.location_id, row.total)


SIDES = {"customer": ("customer",), "supplier": ("supplier",), "both": ("customer", "supplier")}


def need_contact(contact: Contact, actor: Actor) -> None:
    """Payments without a document are seen by whoever sees their contact: customers, suppliers, all or his own."""
    sides = SIDES.get(contact.type, ("customer",))
    if not actor.may(*(f"{side}.{right}" for side in sides for right in ("view", "view_own"))):
        raise forbidden()
    is_own = contact.created_by_id == actor.user_id
    if not actor.may(*(f"{side}.view" for side in sides)) and not is_own:
        raise not_found("payment")
    if actor.contacts_limited and contact.pk not in chosen_contacts(actor):
        raise not_found("payment")
