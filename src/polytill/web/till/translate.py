"""From what the till sends to the shop's own commands. Pure."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.kernel.actor import Actor
from polytill.kernel.errors import forbidden, invalid
from polytill.kernel.money import ZERO
from polytill.operations.checkout import Checkout, CheckoutLine, Modifier, Tender
from polytill.web.till.schemas import DiscountBody, LineBody, SaleBody

GIVE_DISCOUNT = "edit_product_discount_from_pos_screen"


def checkout_of(body: SaleBody, *, actor: Actor, now: datetime) -> Checkout:
    """A sale at the till, prices left to the shop; the total that the customer has seen must be what comes out."""
    _check_discounts(body, actor)
    paid = sum((tender.amount for tender in body.tenders), ZERO)
    _check_debt(body, paid)
    return Checkout(
        location_id=body.location_id,
        lines=tuple(_line(line) for line in body.lines),
        at=now,
        contact_id=body.customer_id,
        is_direct=False,
        is_suspended=body.hold,
        is_credit=not body.hold and not body.tenders and body.expected_total > 0,
        tenders=tuple(Tender(t.amount, t.method, note=t.note) for t in body.tenders),
        change_return=max(paid - body.expected_total, ZERO),
        discount=_discount(body.discount),
        tax_id=body.tax_id,
        note=body.note,
        client_uuid=body.uuid,
        expected_total=body.expected_total,
    )


def _line(line: LineBody) -> CheckoutLine:
    return CheckoutLine(
        variation_id=line.variation_id,
        quantity=line.quantity,
        discount=_discount(line.discount),
        modifiers=tuple(Modifier(variation_id) for variation_id in line.modifiers),
        note=line.note,
    )


def _discount(body: DiscountBody | None) -> Discount | None:
    return Discount(DiscountKind(body.type), body.amount) if body is not None and body.amount else None


def _check_discounts(body: SaleBody, actor: Actor) -> None:
    given = [body.discount, *(line.discount for line in body.lines)]
    if any(one is not None and one.amount for one in given) and not actor.may(GIVE_DISCOUNT):
        raise forbidden("discount.not_permitted", "You are not permitted to give discounts.")


def _check_debt(body: SaleBody, paid: Decimal) -> None:
    """Nobody stands behind the debt of a walk-in customer, and change is given from cash alone."""
    if body.hold:
        return
    if paid < body.expected_total and body.customer_id is None:
        raise invalid({"tenders": ["The sale is not paid in full. Choose a customer to sell on credit."]})
    cash = sum((tender.amount for tender in body.tenders if tender.method == "cash"), ZERO)
    if paid - body.expected_total > cash:
        raise invalid({"tenders": ["Only cash can be more than what is due."]})
