"""Finding a customer at the counter, with what he owes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from polytill.domain.parties.models import Contact
from polytill.domain.parties.selectors import chosen_contacts
from polytill.domain.sales.models import Sale
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    id: int
    name: str
    mobile: str
    due: Decimal
    is_walk_in: bool
    in_group: bool


def find_customers(*, actor: Actor, text: str, limit: int = 20) -> list[FoundCustomer]:
    """By name, company, mobile or code; the newest first where nothing is asked for."""
    actor.need("customer.view", "customer.view_own", "sell.create")
    contacts = Contact.objects.visible_to(actor).filter(
        type__in=("customer", "both"), deleted_at__isnull=True, status="active", is_default=False
    )
    if actor.contacts_limited:
        contacts = contacts.filter(pk__in=chosen_contacts(actor))
    for word in text.split():
        contacts = contacts.filter(
            Q(name__icontains=word) | Q(business_name__icontains=word) | Q(mobile__contains=word) | Q(code__iexact=word)
        )
    order = ("name", "id") if text.strip() else ("-id",)
    rows = list(
        contacts.order_by(*order).values_list("id", "name", "business_name", "mobile", "customer_group_id")[:limit]
    )
    owed = _owed([row[0] for row in rows], actor)
    return [
        FoundCustomer(id_, name or company, mobile, owed.get(id_, ZERO), False, group is not None)
        for id_, name, company, mobile, group in rows
    ]


def _owed(contact_ids: Collection[int], actor: Actor) -> dict[int, Decimal]:
    open_sales = Sale.objects.visible_to(actor).filter(
        contact_id__in=contact_ids,
        type="sell",
        status="final",
        payment_status__in=("due", "partial"),
        voided_at__isnull=True,
    )
    rows = open_sales.values_list("contact_id").annotate(sold=Sum("total"), paid_so_far=Sum("paid"))
    return {contact_id: sold - paid for contact_id, sold, paid in rows}
