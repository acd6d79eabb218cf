from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from polytill.domain.parties.contacts import TYPES, NewContact
from polytill.domain.parties.models import Address, Contact, ContactAccess, CustomerGroup
from polytill.domain.storage.sql import insert_rows
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid


def enter_contact(*, contact: NewContact, code: str, actor: Actor, now: datetime) -> int:
    _check(contact, code, actor)
    stamps = {"business_id": actor.business_id, "created_at": now, "updated_at": now}
    values = asdict(contact)
    addresses = values.pop("addresses")
    row = Contact.objects.create(
        **{**values, "code": code}, name=contact.name, created_by_id=actor.user_id or None, **stamps
    )
    Address.objects.bulk_create(Address(contact=row, **address, **stamps) for address in addresses)
    return int(row.pk)


def _check(contact: NewContact, code: str, actor: Actor) -> None:
    wrong: dict[str, list[str]] = {}
    if contact.type not in TYPES:
        wrong["type"] = ["The selected type is invalid."]
    if not contact.name.strip():
        wrong["first_name"] = ["The first name field is required."]
    if Contact.objects.visible_to(actor).filter(code=code).exists():
        wrong["contact_id"] = ["The contact id has already been taken."]
    groups = CustomerGroup.objects.visible_to(actor)
    if contact.customer_group_id is not None and not groups.filter(pk=contact.customer_group_id).exists():
        wrong["customer_group_id"] = ["The selected customer group is invalid."]
    if wrong:
        raise invalid(wrong)


def enter_customer_group(
    *,
    name: str,
    price_rule: str,
    amount: Decimal,
    selling_price_group_id: int | None,
    minimal_credit_payment: Decimal,
    description: str,
    actor: Actor,
    now: datetime,
) -> int:
    """price_rule percentage: amount per cent on top of (negative: off) the price; selling_price_group: that group's."""
    if not name.strip():
        raise invalid({"name": ["The name field is required."]})
    row = CustomerGroup.objects.create(
        business_id=actor.business_id,
        name=name.strip(),
        description=description,
        price_rule=price_rule,
        amount=amount,
        selling_price_group_id=selling_price_group_id,
        minimal_credit_payment=minimal_credit_payment,
        created_by_id=actor.user_id or None,
        created_at=now,
        updated_at=now,
    )
    return int(row.pk)


def choose_contacts(*, user_id: int, contact_ids: Collection[int], actor: Actor) -> None:
    """Replaces the list."""
    wanted = set(contact_ids)
    rows = ContactAccess.objects.visible_to(actor).filter(user_id=user_id)
    known = set(rows.values_list("contact_id", flat=True))
    rows.filter(contact_id__in=known - wanted).delete()
    new = sorted(wanted - known)
    insert_rows(
        ContactAccess,
        [{"business_id": actor.business_id, "user_id": user_id, "contact_id": contact_id} for contact_id in new],
    )
