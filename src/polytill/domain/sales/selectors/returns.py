"""Which returns an actor sees, and which sales he may take goods of back."""

from __future__ import annotations

from polytill.domain.sales.models import Sale
from polytill.domain.sales.selectors.scopes import within_locations
from polytill.domain.sales.selectors.where import Where
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import forbidden

RETURNS = ("access_sell_return", "access_own_sell_return")


def returns_of(actor: Actor) -> Where:
    return _own_or_all(within_locations(actor).keep("s.type = 'sell_return' AND s.status = 'final'"), actor)


def returnable_by(actor: Actor) -> Where:
    """Final sales; own-only users take back what they have sold."""
    return _own_or_all(within_locations(actor).keep("s.type = 'sell' AND s.status = 'final'"), actor)


def _own_or_all(where: Where, actor: Actor) -> Where:
    if actor.may("access_sell_return"):
        return where
    if not actor.has("access_own_sell_return"):
        raise forbidden()
    return where.keep("s.created_by_id = %s", actor.user_id)


def lock_return_of(sale_id: int, actor: Actor) -> Row | None:
    """The one return of a sale, locked to the commit; whoever asks holds the sale's own row."""
    rows = Sale.objects.visible_to(actor).filter(return_of_id=sale_id, voided_at__isnull=True).select_for_update()
    return rows.values(*(field.attname for field in Sale._meta.concrete_fields)).first()


def returned_sale_id(return_id: int, actor: Actor) -> int:
    """The sale that the return belongs to; it never changes."""
    return int(Sale.objects.visible_to(actor).values_list("return_of_id", flat=True).get(pk=return_id))


def is_number_taken(kind: str, number: str, actor: Actor) -> bool:
    """Also by a document that has been deleted since."""
    return Sale.objects.visible_to(actor).filter(type=kind, number=number).exists()
