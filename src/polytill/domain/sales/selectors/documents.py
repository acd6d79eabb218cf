"""One document with its lines, as rows, for an operation that changes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.selectors.find import visible_id
from polytill.domain.sales.selectors.scopes import is_permitted, sells_of
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found


def lock_document(sale_id: int, actor: Actor) -> Row:
    """Its row, locked to the commit; a voided one is not there."""
    rows = Sale.objects.visible_to(actor).filter(pk=sale_id, voided_at__isnull=True).select_for_update()
    found: Row | None = rows.values(*_columns(Sale)).first()
    if found is None:
        raise not_found("sale", id=sale_id)
    return found


def document_lines(sale_id: int, actor: Actor) -> list[Row]:
    """In their order, components and modifiers among them."""
    rows = SaleLine.objects.visible_to(actor).filter(sale_id=sale_id).order_by("position")
    return list(rows.values(*_columns(SaleLine)))


def need_held(sale: Row, today: date, actor: Actor) -> None:
    """It is a held sale of a till that the actor sees; settled meanwhile it is not held any more."""
    is_held = sale["type"] == "sell" and sale["status"] == "final" and sale["is_suspended"] and not sale["is_direct"]
    if not is_held or not is_permitted(actor):
        raise not_found("sale", id=sale["id"])
    visible_id(sale["id"], sells_of(actor, today), actor)


def _columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def has_returns(sale_id: int, actor: Actor) -> bool:
    return Sale.objects.visible_to(actor).filter(return_of_id=sale_id, voided_at__isnull=True).exists()
