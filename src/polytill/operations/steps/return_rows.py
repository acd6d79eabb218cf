"""How a return stands in the books: its sums by the prices of the sale, its row and its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.business.selectors import shop
from polytill.domain.pricing.calculator import Discount, DiscountKind, LineIn, SaleIn, SaleOut, price_sale
from polytill.domain.storage.sql import Row
from polytill.domain.taxes.selectors import rates
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import ZERO, fine
from polytill.operations.steps import books

# What the line of a return has from the line sold.
FROM_SOLD = (
    "product_id",
    "variation_id",
    "label",
    "unit_id",
    "multiplier",
    "unit_price_before_discount",
    "discount_type",
    "discount_value",
    "tax_id",
)


def sums_of(
    sale: Row, sold: Sequence[Row], returned: Mapping[int, Decimal], discount: Discount | None, tax_id: int | None,
    *, discount_is_stated: bool, actor: Actor,
) -> SaleOut:  # fmt: skip
    """sold: the lines that come back, priced as they were. The sale's own fixed discount, which was given on all of
    it, takes no more than what comes back is worth."""
    lines = tuple(
        LineIn(
            quantity=returned[line["id"]],
            unit_price=line["unit_price"],
            stated_unit_tax=line["unit_tax"],
            stated_unit_gross=line["unit_price_inc_tax"],
        )
        for line in sold
    )
    if discount is not None and discount.kind is DiscountKind.FIXED and not discount_is_stated:
        worth = price_sale(SaleIn(lines=lines, policy=sale["pricing_policy"])).total_before_tax
        discount = Discount(discount.kind, min(discount.value, worth))
    return price_sale(
        SaleIn(
            lines=lines,
            discount=discount,
            tax_percent=_percent(tax_id, actor),
            rounding_step=shop(actor.business_id).settings.rounding_step,
            policy=sale["pricing_policy"],
        )
    )


def _percent(tax_id: int | None, actor: Actor) -> Decimal:
    if tax_id is None:
        return ZERO
    known = rates(actor)
    if tax_id not in known:
        raise invalid({"tax_id": ["The selected tax_id is invalid."]})
    return known[tax_id].percent


def money_fields(sums: SaleOut, discount: Discount | None, tax_id: int | None) -> dict[str, Any]:
    return {
        "total_before_tax": sums.total_before_tax,
        "line_tax_total": sums.line_tax_total,
        "tax_id": tax_id,
        "tax_amount": fine(sums.tax_amount),
        "discount_type": books.kind_of(discount),
        "discount_value": books.value_of(discount),
        "discount_amount": fine(sums.discount_amount),
        "round_off": fine(sums.round_off),
        "total": sums.final_total,
    }


def new_row(sale: Row, return_id: int, number: str, series_id: int, *, actor: Actor, now: datetime) -> Row:
    """Without its money, its date and what was paid."""
    return {
        "id": return_id,
        "business_id": actor.business_id,
        "type": "sell_return",
        "status": "final",
        "number": number,
        "series_id": series_id,
        "return_of_id": sale["id"],
        "location_id": sale["location_id"],
        "contact_id": sale["contact_id"],
        "customer_group_id": sale["customer_group_id"],
        "agent_id": sale["agent_id"],
        "exchange_rate": sale["exchange_rate"],
        "pricing_policy": sale["pricing_policy"],
        "is_direct": sale["is_direct"],
        "door": actor.door,
        "details": {},
        "version": 0,
        "created_by_id": actor.user_id or None,
        "created_at": now,
        "updated_at": now,
    }


def line_rows(return_id: int, sold: Sequence[Row], sums: SaleOut, ids: Sequence[int], *, actor: Actor) -> list[Row]:
    return [
        {
            **{name: line[name] for name in FROM_SOLD},
            "id": line_id,
            "business_id": actor.business_id,
            "sale_id": return_id,
            "position": position,
            "return_of_id": line["id"],
            "quantity": priced.quantity,
            "unit_price": priced.unit_price,
            "unit_tax": priced.unit_tax,
            "unit_price_inc_tax": priced.unit_price_inc_tax,
            "net": priced.net,
            "tax_total": priced.tax,
            "gross": priced.gross,
        }
        for position, (line, priced, line_id) in enumerate(zip(sold, sums.lines, ids, strict=True))
    ]
