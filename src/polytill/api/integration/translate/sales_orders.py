from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polytill.api.integration.schemas.sales_orders import OrderQuery, SalesOrderIn
from polytill.api.integration.translate.sell_body import discount_of, line_of
from polytill.api.integration.translate.sell_returns import order_tax
from polytill.api.integration.translate.sells import CONTACT, LOCATION, contact, tax
from polytill.kernel.money import ZERO, fine
from polytill.operations.checkout import Checkout, Shipping
from polytill.reports import orders as o
from polytill.reports import sales_list as s
from polytill.reports.sale_detail import SaleDetail, SaleLineDetail
from polytill.reports.tables import Field

ROW: dict[str, Field | Mapping[str, Field]] = {
    "id": s.ID,
    "invoice_no": s.NUMBER,
    "document": o.NO_DOCUMENT,
    "transaction_date": s.AT,
    "status": s.STATUS,
    "shipping_status": s.SHIPPING_STATUS,
    "final_total": s.TOTAL,
    "total_before_tax": s.BEFORE_TAX,
    "tax_amount": s.TAX,
    "discount_amount": s.DISCOUNT,
    "so_qty_remaining": o.REMAINING,
    "contact": CONTACT,
    "location": LOCATION,
}


def asked(query: OrderQuery) -> o.OrderQuestion:
    sales = s.SalesQuestion(
        location_id=query.location_id,
        contact_id=query.contact_id,
        first=query.start_date,
        last=query.end_date,
        term=query.q,
    )
    return o.OrderQuestion(sales, query.status, query.shipping_status)


def command(body: SalesOrderIn) -> Checkout:
    return Checkout(
        location_id=body.location_id,
        lines=tuple(line_of(line) for line in body.products),
        at=body.transaction_date,
        contact_id=body.contact_id,
        status="draft",
        discount=discount_of(body.discount_type, body.discount_amount),
        tax_id=body.tax_rate_id,
        shipping=Shipping(
            details=body.shipping_details,
            address=body.shipping_address,
            status=body.shipping_status,
            charges=fine(body.shipping_charges or ZERO),
        ),
        note=body.sale_note or "",
    )


def detail(order: SaleDetail) -> dict[str, Any]:
    return {
        "id": order.id,
        "invoice_no": order.number,
        "document": None,
        "transaction_date": order.at,
        "status": order.status,
        "payment_status": order.payment_status,
        "shipping_status": order.shipping_status,
        "final_total": order.total,
        "total_before_tax": order.total_before_tax,
        "tax_amount": order.tax_amount,
        "discount_amount": order.discount_amount,
        "additional_notes": order.note,
        "contact": contact(order),
        "location": {"id": order.location_id, "name": order.location_name},
        "order_tax": order_tax(order.tax),
        "lines": [_line(line) for line in sorted(order.lines, key=lambda line: line.id)],
    }


def _line(line: SaleLineDetail) -> dict[str, Any]:
    return {
        "id": line.id,
        "product_id": line.product_id,
        "variation_id": line.variation_id,
        "product_label": line.label,
        "quantity": line.quantity,
        "so_quantity_invoiced": line.quantity_invoiced,
        "quantity_remaining": line.quantity - line.quantity_invoiced,
        "unit_price": line.unit_price,
        "unit_price_inc_tax": line.unit_price_inc_tax,
        "line_tax": tax(line.tax),
    }
