"""From the body of a sale to the one command of the counter, and its refusals back to the body's words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from polytill.api.integration.schemas.sell_body import PaymentLine, ProductLine, SaleBody
from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.kernel.money import ZERO, fine
from polytill.operations.checkout import CheckedOut, Checkout, CheckoutLine, Service, Shipping, Tender

LINE = re.compile(r"lines\.(\d+)(?:\.(\w+))?")
OF_LINE = {
    "stated_unit_tax": "item_tax",
    "stated_unit_gross": "unit_price_inc_tax",
    "discount": "line_discount_amount",
    "line_id": "transaction_sell_lines_id",
}
OF_HEADER = {
    "lines": "products",
    "at": "transaction_date",
    "tax_id": "tax_rate_id",
    "discount": "discount_amount",
    "packing": "packing_charge",
    "shipping": "shipping_charges",
    "redeemed": "rp_redeemed",
    "series_id": "invoice_scheme_id",
    "agent_id": "commission_agent",
    "price_group_id": "selling_price_group_id",
    "order_ids": "sales_order_ids",
}


class _Words(dict[str, str]):
    def get(self, field: str, default: Any = None) -> Any:
        found = LINE.fullmatch(field)
        if found is None:
            return super().get(field, default)
        position, name = found.groups()
        return f"products.{position}" + (f".{OF_LINE.get(name, name)}" if name else "")


WORDS = _Words(OF_HEADER)


def checkout_of(
    body: SaleBody,
    *,
    status: str,
    sub_status: str | None = None,
    is_direct: bool = True,
    with_service: bool,
    **more: Any,
) -> Checkout:
    """with_service: the business serves by types of service; without, their fields are not read."""
    return Checkout(
        location_id=body.location_id,
        lines=tuple(line_of(line) for line in body.products),
        at=body.transaction_date,
        contact_id=body.contact_id,
        status=status,
        sub_status=sub_status,
        is_direct=is_direct,
        is_credit=bool(body.is_credit_sale),
        tenders=tuple(tender_of(row) for row in body.payments or ()),
        change_return=fine(body.change_return or ZERO),
        discount=discount_of(body.discount_type, body.discount_amount),
        tax_id=body.tax_rate_id,
        shipping=Shipping(
            details=body.shipping_details,
            address=body.shipping_address,
            status=body.shipping_status,
            charges=fine(body.shipping_charges or ZERO),
        ),
        service=service_of(body) if with_service else None,
        points_redeemed=fine(body.rp_redeemed or ZERO),
        order_ids=tuple(dict.fromkeys(body.sales_order_ids or ())),
        price_group_id=body.selling_price_group_id or None,
        series_id=body.invoice_scheme_id,
        agent_id=body.commission_agent,
        consumption=body.consumption_type,
        note=body.sale_note or "",
        staff_note=body.staff_note or "",
        exchange_rate=Decimal(1) if body.exchange_rate is None else body.exchange_rate,
        **more,
    )


def line_of(line: ProductLine) -> CheckoutLine:
    """The tax and the price with it are stated: the customer has seen them."""
    return CheckoutLine(
        variation_id=line.variation_id,
        product_id=line.product_id,
        quantity=fine(line.quantity),
        unit_price=fine(line.unit_price),
        unit_tax=fine(line.item_tax),
        unit_price_inc_tax=fine(line.unit_price_inc_tax),
        discount=discount_of(line.line_discount_type, line.line_discount_amount),
    )


def discount_of(kind: str | None, amount: Any) -> Discount | None:
    """Without a kind it is an amount."""
    return Discount(DiscountKind(kind or "fixed"), fine(amount)) if amount else None


def tender_of(row: PaymentLine) -> Tender:
    return Tender(
        fine(row.amount),
        row.method,
        paid_at=row.paid_on,
        account_id=row.account_id,
        note=row.note or "",
        is_return=bool(row.is_return),
    )


def service_of(body: SaleBody) -> Service | None:
    if body.types_of_service_id is None:
        return None
    kinds = {"percent": DiscountKind.PERCENTAGE, "fixed": DiscountKind.FIXED, None: DiscountKind.FIXED}
    packing = Discount(kinds[body.packing_charge_type], fine(body.packing_charge)) if body.packing_charge else None
    fields = {f"custom_field_{n}": getattr(body, f"service_custom_field_{n}") for n in range(1, 7)}
    return Service(body.types_of_service_id, packing, {name: text for name, text in fields.items() if text})


def created(sale: CheckedOut) -> dict[str, Any]:
    return {
        "id": sale.id,
        "invoice_no": sale.number,
        "status": sale.status,
        "payment_status": sale.payment_status,
        "is_direct_sale": sale.is_direct,
        "is_suspend": sale.is_suspended,
    }
