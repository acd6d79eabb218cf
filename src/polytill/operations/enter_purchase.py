"""A purchase: ordered from a supplier, or received at once; what is received comes into the stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from polytill.domain.business.selectors import place_for
from polytill.domain.catalog.selectors import Sellable, units
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.parties.references import supplier_exists
from polytill.domain.payments.models import Payment
from polytill.domain.payments.services import enter_payments, post_to_accounts
from polytill.domain.pricing.calculator import Discount
from polytill.domain.purchasing.models import Purchase, PurchaseLine
from polytill.domain.purchasing.selectors import ordered_lines
from polytill.domain.purchasing.services import enter_purchase_rows
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.domain.taxes.selectors import rates
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.kernel.money import ZERO, fine
from polytill.operations.steps import purchase_rows
from polytill.operations.steps.cart import Tender
from polytill.operations.steps.codes import next_code
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.purchase_sums import PurchasedLine, PurchaseSum, line_sum, purchase_sum
from polytill.operations.steps.reception import receive_goods
from polytill.operations.steps.stock_units import check_quantity, items_of, per_base

__all__ = ["EnterPurchase", "EnteredPurchase", "PurchasedLine", "enter_purchase"]
GATE = Gate(permissions=("purchase.create",), modules=("purchases",))
STATUSES = ("ordered", "pending", "received")


@dataclass(frozen=True, slots=True)
class EnterPurchase:
    """status ordered or pending brings no goods in yet. discount and tax: of the whole purchase, after its lines'."""

    supplier_id: int
    location_id: int
    lines: tuple[PurchasedLine, ...]
    at: datetime
    status: str = "received"
    discount: Discount | None = None
    tax_id: int | None = None
    shipping_charges: Decimal = ZERO
    tenders: tuple[Tender, ...] = ()
    supplier_ref: str = ""
    exchange_rate: Decimal = Decimal(1)
    note: str = ""


@dataclass(frozen=True, slots=True)
class EnteredPurchase:
    id: int
    number: str
    status: str
    total: Decimal
    paid: Decimal


def enter_purchase(command: EnterPurchase, *, actor: Actor, now: datetime) -> EnteredPurchase:
    GATE.admit(actor, now)
    return durable(lambda: _enter(command, actor, now))


def _enter(command: EnterPurchase, actor: Actor, now: datetime) -> EnteredPurchase:
    place = place_for(actor, command.location_id)
    items = _check(command, actor)
    sums = [line_sum(i, line, _percent(line.tax_id, actor)) for i, line in enumerate(command.lines)]
    total = purchase_sum(sums, command.discount, _percent(command.tax_id, actor), command.shipping_charges)
    paid = sum((fine(t.amount) for t in command.tenders), ZERO)
    if paid > total.total:
        raise rule("purchase.paid_too_much", "More is paid than the purchase costs.")
    pools = take_ids({Purchase: 1, PurchaseLine: len(sums), Payment: len(command.tenders)})
    purchase_id = pools[Purchase][0]
    number = next_code("purchase", actor=actor, now=now)
    row = _row(command, purchase_id, number, total, paid, actor, now)
    lines = [
        purchase_rows.line_row(i, line, row_id, purchase_id, result, unit, command.status == "received", actor)
        for i, (line, row_id, result, unit) in enumerate(
            zip(command.lines, pools[PurchaseLine], sums, _units(command, items, actor), strict=True)
        )
    ]
    enter_purchase_rows(purchase=row, lines=lines)
    payments = purchase_rows.payment_rows(
        command.tenders, pools.get(Payment, []), purchase_id, command.supplier_id, place.methods, actor=actor, now=now
    )
    enter_payments(rows=payments)
    postings = [(p["account_id"], -p["amount"], p["id"], "purchase") for p in payments if p["account_id"] is not None]
    post_to_accounts(postings=postings, actor=actor, now=now)
    if command.status == "received":
        _receive(command, purchase_id, items, actor, now)
    payload = {"number": number, "supplier": command.supplier_id, "total": total.total, "lines": len(lines)}
    record(facts=[NewFact(f"purchase.{command.status}", "purchase", purchase_id, payload)], actor=actor, now=now)
    return EnteredPurchase(purchase_id, number, command.status, total.total, paid)


def _row(
    command: EnterPurchase, purchase_id: int, number: str, sums: PurchaseSum, paid: Decimal, actor: Actor, now: datetime
) -> Row:
    return purchase_rows.purchase_row(
        purchase_id,
        number,
        sums,
        paid,
        command.discount,
        status=command.status,
        location_id=command.location_id,
        supplier_id=command.supplier_id,
        supplier_ref=command.supplier_ref,
        at=command.at,
        exchange_rate=command.exchange_rate,
        tax_id=command.tax_id,
        shipping_charges=fine(command.shipping_charges),
        note=command.note,
        actor=actor,
        now=now,
    )


def _check(command: EnterPurchase, actor: Actor) -> Mapping[int, Sellable]:
    wrong: dict[str, list[str]] = {}
    if command.status not in STATUSES:
        wrong["status"] = ["The selected status is invalid."]
    if not supplier_exists(command.supplier_id, actor):
        wrong["supplier_id"] = ["The selected supplier_id is invalid."]
    if not command.lines:
        wrong["lines"] = ["At least one line is needed."]
    if not command.shipping_charges.is_finite() or command.shipping_charges < 0:
        wrong["shipping_charges"] = ["The shipping charges are not negative."]
    if any(not t.amount.is_finite() or t.amount <= 0 for t in command.tenders):
        wrong["payments"] = ["The amount must be greater than 0."]
    if wrong:
        raise invalid(wrong)
    for position, line in enumerate(command.lines):
        check_quantity(position, line.quantity)
    return items_of([line.variation_id for line in command.lines], actor)


def _percent(tax_id: int | None, actor: Actor) -> Decimal:
    if tax_id is None:
        return ZERO
    if tax_id not in rates(actor):
        raise invalid({"tax_id": ["The selected tax_id is invalid."]})
    return rates(actor)[tax_id].percent


def _units(command: EnterPurchase, items: Mapping[int, Sellable], actor: Actor) -> list[tuple[int, Decimal]]:
    measures, bought = units(actor), [items[line.variation_id] for line in command.lines]
    return [
        (line.unit_id or item.unit_id, per_base(i, item, line.unit_id, measures))
        for i, (line, item) in enumerate(zip(command.lines, bought, strict=True))
    ]


def _receive(
    command: EnterPurchase, purchase_id: int, items: Mapping[int, Sellable], actor: Actor, now: datetime
) -> None:
    lines = ordered_lines(purchase_id, actor)
    receive_goods(
        purchase_id=purchase_id,
        location_id=command.location_id,
        lines=lines,
        quantities={line.id: bought.quantity for line, bought in zip(lines, command.lines, strict=True)},
        items=items,
        received_at=command.at,
        actor=actor,
        now=now,
    )
