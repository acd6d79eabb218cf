from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polytill.api.integration.schemas.shipments import ShipmentIn, ShipmentQuery
from polytill.api.integration.translate.sells import CONTACT, LOCATION, question
from polytill.operations.update_shipment import Shipment
from polytill.reports import sales_list as s
from polytill.reports import shipments as sh
from polytill.reports.tables import Field

ROW: dict[str, Field | Mapping[str, Field]] = {
    "id": s.ID,
    "invoice_no": s.NUMBER,
    "ref_no": Field("nullif(s.ref_no, '')"),
    "transaction_date": s.AT,
    "status": s.STATUS,
    "payment_status": s.PAYMENT_STATUS,
    "final_total": s.TOTAL,
    "total_before_tax": s.BEFORE_TAX,
    "tax_amount": s.TAX,
    "discount_amount": s.DISCOUNT,
    "total_paid": s.PAID,
    "is_direct_sale": s.IS_DIRECT,
    "sub_type": s.SUB_TYPE,
    "shipping_status": s.SHIPPING_STATUS,
    "shipping_details": sh.DETAILS,
    "shipping_address": sh.ADDRESS,
    "delivered_to": sh.DELIVERED_TO,
    "delivery_person": sh.DELIVERY_PERSON,
    **{f"shipping_custom_field_{number}": sh.custom_field(number) for number in range(1, 6)},
    "contact": CONTACT,
    "location": LOCATION,
}
OURS = {"delivery_person": "delivery_person_id"}


def asked(query: ShipmentQuery) -> sh.ShipmentQuestion:
    return sh.ShipmentQuestion(question(query), query.shipping_status, query.delivery_person, query.only_pending)


def changes(body: ShipmentIn) -> dict[str, Any]:
    """What was sent, under our names."""
    return {
        OURS.get(word, word.removeprefix("shipping_") if "custom_field" in word else word): value
        for word, value in body.sent().items()
        if word != "shipping_note"
    }


def updated(found: Shipment) -> dict[str, Any]:
    return {"id": found.sale_id, "shipping_status": found.status, "delivery_person": found.delivery_person_id}
