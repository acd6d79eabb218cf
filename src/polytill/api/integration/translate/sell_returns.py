from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polytill.api.integration.schemas.sell_returns import SellReturnIn
from polytill.api.integration.translate.sells import CONTACT, LOCATION, contact, payment_summary
from polytill.domain.taxes.selectors import Rate
from polytill.kernel.money import EXACT, fine
from polytill.operations.upsert_return import Return, Returned, ReturnedLine
from polytill.reports import returns as r
from polytill.reports import sales_list as s
from polytill.reports.returns import ReturnDetail
from polytill.reports.sale_detail import SaleLineDetail
from polytill.reports.tables import Field

WORDS = {"discount": "discount_amount"}
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
    "total_paid": s.PAID,
    "return_parent_id": r.PARENT_ID,
    "parent_sale": {"id": r.PARENT_ID, "invoice_no": r.PARENT_NUMBER, "ref_no": r.PARENT_REF},
    "contact": CONTACT,
    "location": LOCATION,
}


def command(body: SellReturnIn) -> Return:
    return Return(
        sale_id=body.transaction_id,
        lines=tuple(ReturnedLine(line.sell_line_id, line.quantity) for line in body.returns),
        discount_kind=body.discount_type,
        discount_value=body.discount_amount,
        tax_id=body.tax_id,
        number=body.invoice_no,
        at=body.transaction_date,
    )


def written(found: Returned) -> dict[str, Any]:
    return {"id": found.id, "invoice_no": found.number, "parent_sale_id": found.sale_id}


def detail(found: ReturnDetail) -> dict[str, Any]:
    document = found.document
    return {
        "id": document.id,
        "invoice_no": document.number,
        "ref_no": document.ref_no,
        "transaction_date": document.at,
        "status": document.status,
        "payment_status": document.payment_status,
        "final_total": document.total,
        "total_before_tax": document.total_before_tax,
        "tax_amount": document.tax_amount,
        "total_paid": document.paid,
        "return_parent_id": found.parent_id,
        "parent_sale": {
            "id": found.parent_id,
            "invoice_no": found.parent_number,
            "ref_no": found.parent_ref_no,
            "transaction_date": found.parent_at,
        },
        "contact": contact(document),
        "location": {"id": document.location_id, "name": document.location_name},
        "order_tax": order_tax(document.tax),
        "lines": [_line(line) for line in found.lines],
        "payments": [payment_summary(payment) for payment in document.payments],
    }


def order_tax(rate: Rate | None) -> dict[str, Any] | None:
    if rate is None:
        return None
    return {"id": rate.id, "name": rate.name, "amount": rate.percent, "is_tax_group": rate.is_group}


def _line(line: SaleLineDetail) -> dict[str, Any]:
    return {
        "sell_line_id": line.id,
        "product_id": line.product_id,
        "variation_id": line.variation_id,
        "product_label": line.label,
        "sub_sku": line.sub_sku,
        "quantity_returned": line.quantity_returned,
        "unit_price_inc_tax": line.unit_price_inc_tax,
        "line_total": fine(EXACT.multiply(line.quantity_returned, line.unit_price_inc_tax)),
    }
