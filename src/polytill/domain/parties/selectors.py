from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from polytill.domain.parties.models import Contact, ContactAccess
from polytill.domain.storage.remember import remember
from polytill.domain.storage.sql import amount, fetch, marks
from polytill.kernel.actor import Actor

CONTACT = Contact._meta.db_table


@dataclass(frozen=True, slots=True)
class Buyer:
    """A contact as a sale needs it. credit_limit None is no limit; balance-like figures live in other rooms."""

    id: int
    type: str
    name: str
    is_default: bool
    is_active: bool
    credit_limit: Decimal | None
    customer_group_id: int | None
    pay_term_number: int | None
    pay_term_type: str | None


def buyers(contact_ids: Collection[int], actor: Actor) -> dict[int, Buyer]:
    """Those contacts of the business that the actor may see, one statement (two where he is limited to some)."""
    return buyers_beside("NULL", (), contact_ids, actor)[0]


def buyers_beside(
    question: str, parameters: tuple[object, ...], contact_ids: Collection[int], actor: Actor
) -> tuple[dict[int, Buyer], int | None]:
    """The buyers, and the answer to one more scalar question of a room above that rides on the same statement."""
    if not contact_ids:
        return {}, None
    rows = fetch(
        f"SELECT id, type, name, is_default, status, credit_limit, customer_group_id, pay_term_number, pay_term_type, "
        f"{question} FROM {CONTACT} WHERE business_id = %s AND deleted_at IS NULL "
        f"AND id IN ({marks(len(contact_ids))})",
        [*parameters, actor.business_id, *contact_ids],
    )
    allowed = chosen_contacts(actor) if actor.contacts_limited else None
    seen = {r[0]: _buyer(r) for r in rows if allowed is None or r[0] in allowed or r[3]}
    return seen, rows[0][9] if rows else None


def _buyer(row: tuple) -> Buyer:
    return Buyer(
        id=row[0],
        type=row[1],
        name=row[2],
        is_default=bool(row[3]),
        is_active=row[4] == "active",
        credit_limit=None if row[5] is None else amount(row[5]),
        customer_group_id=row[6],
        pay_term_number=row[7],
        pay_term_type=row[8] or None,
    )


def chosen_contacts(actor: Actor) -> frozenset[int]:
    found = ContactAccess.objects.visible_to(actor).filter(user_id=actor.user_id)
    return frozenset(found.values_list("contact_id", flat=True))


@remember(30)
def _walk_in(business_id: int) -> int | None:
    return (
        Contact.objects.of(business_id)
        .filter(is_default=True, deleted_at__isnull=True)
        .values_list("id", flat=True)
        .first()
    )


def walk_in_id(actor: Actor) -> int | None:
    return _walk_in(actor.business_id)


@dataclass(frozen=True, slots=True)
class ChosenContact:
    id: int
    name: str


def chosen_contacts_of(user_id: int, actor: Actor) -> list[ChosenContact]:
    rows = ContactAccess.objects.visible_to(actor).filter(user_id=user_id, contact__deleted_at__isnull=True)
    found = rows.order_by("contact_id").values_list("contact_id", "contact__name")
    return [ChosenContact(contact_id, name) for contact_id, name in found]


def contacts_exist(contact_ids: Collection[int], actor: Actor) -> bool:
    """All of them, in the actor's business."""
    wanted = set(contact_ids)
    found = Contact.objects.visible_to(actor).filter(pk__in=wanted, deleted_at__isnull=True)
    return found.count() == len(wanted)
