from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from polytill.domain.identity.selectors import staff_exists
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.sales.selectors import Where, visible_id
from polytill.domain.sales.selectors.documents import lock_document
from polytill.domain.sales.selectors.scopes import SHIPPING
from polytill.domain.sales.selectors.shipments import STATUSES
from polytill.domain.sales.shipping import set_shipping
from polytill.domain.storage.durable import durable
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.operations.steps.gate import Gate

GATE = Gate(permissions=SHIPPING, demo_refused=True)
COLUMNS = ("shipping_details", "shipping_address", "shipping_status", "delivered_to", "delivery_person_id")
CUSTOM_FIELDS = tuple(f"custom_field_{number}" for number in range(1, 6))


@dataclass(frozen=True, slots=True)
class Shipment:
    sale_id: int
    status: str | None
    delivery_person_id: int | None


def update_shipment(
    *, sale_id: int, changes: Mapping[str, Any], note: str = "", within: Where, actor: Actor, now: datetime
) -> Shipment:
    """changes: of COLUMNS and CUSTOM_FIELDS those that change; None empties one. note: for the trail alone.

    within: the sales that the actor ships; another one is not found.
    """
    GATE.admit(actor, now)
    if not changes:
        raise rule("shipment.nothing", "At least one field of the shipment is needed.")
    _check(changes, actor)

    def work() -> Shipment:
        sale = lock_document(visible_id(sale_id, within, actor), actor)
        fields = _fields(sale, changes)
        set_shipping(sale_id=sale_id, fields=fields, actor=actor, now=now)
        payload = {"number": sale["number"], "changes": dict(changes), "note": note}
        record(facts=[NewFact("shipment.updated", "sale", sale_id, payload)], actor=actor, now=now)
        row = {**sale, **fields}
        return Shipment(sale_id, row["shipping_status"], row["delivery_person_id"])

    return durable(work)


def _check(changes: Mapping[str, Any], actor: Actor) -> None:
    status, person = changes.get("shipping_status"), changes.get("delivery_person_id")
    if status is not None and status not in STATUSES:
        raise invalid({"shipping_status": ["The selected shipping status is invalid."]})
    if person is not None and not staff_exists(person, actor):
        raise invalid({"delivery_person": ["The selected delivery person is invalid."]})


def _fields(sale: Row, changes: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: changes[name] for name in COLUMNS if name in changes}
    custom = {name: changes[name] for name in CUSTOM_FIELDS if name in changes}
    if custom:
        kept = {**sale["details"].get("shipping_fields", {}), **custom}
        kept = {name: text for name, text in kept.items() if text is not None}
        fields["details"] = {**sale["details"], "shipping_fields": kept}
    return fields
