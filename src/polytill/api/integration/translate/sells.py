"""A sale in this dialect's words. Drafts, held sales, shipments and orders add their own beside these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polytill.api.integration.schemas.sells import SellQuery, TransactionQuery
from polytill.reports import sales_list as s
from polytill.reports.sale_detail import PaymentDetail, SaleDetail, SaleLineDetail
from polytill.reports.tables import Field

Fields = Mapping[str, Field | Mapping[str, Field]]

CONTACT: dict[str, Field] = {
    "id": s.CONTACT_ID,
    "name": s.CONTACT_NAME,
    "mobile": s.CONTACT_MOBILE,
    "contact_id": s.CONTACT_CODE,
    "supplier_business_name": s.CONTACT_BUSINESS,
}
LOCATION: dict[str, Field] = {"id": s.LOCATION_ID, "name": s.LOCATION_NAME}
SELL_LIST_ROW: dict[str, Field | Mapping[str, Field]] = {
    "id": s.ID,
    "invoice_no": s.NUMBER,
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
    "consumption_type": s.CONSUMPTION,
    "contact": CONTACT,
    "location": LOCATION,
}


def question(query: TransactionQuery) -> s.SalesQuestion:
    sells = query if isinstance(query, SellQuery) else None
    return s.SalesQuestion(
        location_id=query.location_id,
        contact_id=query.contact_id,
        created_by=query.created_by,
        first=query.start_date,
        last=query.end_date,
        payment_status=sells.payment_status if sells else None,
        only_shipments=sells is not None and sells.only_shipments,
        is_direct=None if sells is None or sells.is_direct_sale is None else bool(sells.is_direct_sale),
        term=query.q,
    )


def sell_detail(sale: SaleDetail) -> dict[str, Any]:
    return {
        "id": sale.id,
        "invoice_no": sale.number,
        "ref_no": sale.ref_no,
        "transaction_date": sale.at,
        "status": sale.status,
        "payment_status": sale.payment_status,
        "final_total": sale.total,
        "total_before_tax": sale.total_before_tax,
        "tax_amount": sale.tax_amount,
        "discount_amount": sale.discount_amount,
        "shipping_charges": sale.shipping_charges,
        "total_paid": sale.paid,
        "shipping_status": sale.shipping_status,
        "additional_notes": sale.note,
        "staff_note": sale.staff_note,
        "is_direct_sale": sale.is_direct,
        "sub_type": sale.sub_type,
        "consumption_type": sale.consumption,
        "contact": contact(sale),
        "location": {"id": sale.location_id, "name": sale.location_name},
        "order_tax": tax(sale.tax),
        "lines": [sell_line(line) for line in sale.lines],
        "payments": [payment_summary(payment) for payment in sale.payments],
    }


def contact(sale: SaleDetail) -> dict[str, Any]:
    who = sale.contact
    return {
        "id": who.id,
        "name": who.name,
        "mobile": who.mobile,
        "email": who.email,
        "contact_id": who.code,
        "supplier_business_name": who.business_name,
    }


def tax(rate: Any) -> dict[str, Any] | None:
    return None if rate is None else {"id": rate.id, "name": rate.name, "amount": rate.percent}


def sell_line(line: SaleLineDetail) -> dict[str, Any]:
    row = {
        "id": line.id,
        "product_id": line.product_id,
        "variation_id": line.variation_id,
        "product_label": line.label,
        "sub_sku": line.sub_sku,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "unit_price_inc_tax": line.unit_price_inc_tax,
        "unit_price_before_discount": line.unit_price_before_discount,
        "item_tax": line.unit_tax,
        "line_discount_amount": line.discount_value,
        "line_discount_type": line.discount_type,
        "line_tax": tax(line.tax),
    }
    if line.modifiers:
        row["modifiers"] = [sell_line(modifier) for modifier in line.modifiers]
    return row


def payment_summary(payment: PaymentDetail) -> dict[str, Any]:
    return {
        "id": payment.id,
        "amount": payment.amount,
        "method": payment.method,
        "paid_on": payment.paid_at,
        "payment_ref_no": payment.number,
        "note": payment.note,
        "is_return": payment.is_return,
    }
