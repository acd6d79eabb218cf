"""A sale, order or draft is deleted: what it did is undone by entries, and its row stays behind, hidden."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.outbox.services import NewFact
from polytill.domain.payments.of_sale import payments_of, void_payments
from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.registers.services import enter_movements
from polytill.domain.sales.rewriting import rewrite_sale
from polytill.domain.sales.selectors.documents import document_lines, has_returns
from polytill.domain.sales.states import State, need_transition
from polytill.domain.storage.sql import Row
from polytill.domain.stored_value.selectors import points_of_sale
from polytill.domain.stored_value.services import WalletChange, change_wallets
from polytill.kernel.actor import Actor
from polytill.kernel.errors import rule
from polytill.kernel.money import ZERO
from polytill.operations.steps.held import release_orders, undo_goods
from polytill.operations.steps.journal import journal, series_of, take
from polytill.operations.steps.money_moves import move_money
from polytill.operations.steps.settle import status_of


def refuse_with_returns(sale: Row, actor: Actor) -> None:
    if has_returns(sale["id"], actor):
        raise rule("sale.has_returns", "This sale has a return. Delete the return first.")


def void_document(sale: Row, *, actor: Actor, now: datetime) -> None:
    """sale: the locked row. A final one is also voided in the chain of its series."""
    state = need_transition(sale, State.VOIDED)
    refuse_with_returns(sale, actor)
    is_chained = state is State.FINAL
    undo_goods(sale, actor=actor, now=now)
    heads = take({series_of(sale, actor): 0}, actor=actor, now=now).heads if is_chained else {}
    release_orders(document_lines(sale["id"], actor), actor=actor, now=now)
    payments = payments_of(sale["id"], actor)
    void_payments(ids=[p["id"] for p in payments], actor=actor, now=now)
    clear_drawer(sale, actor=actor, now=now)
    move_money(payments, sale, undo=True, reason="sale_undone", actor=actor, now=now)
    _take_back_points(sale, actor, now)
    fields = {"voided_at": now, "paid": ZERO}
    if state is State.FINAL:
        fields["payment_status"] = status_of(sale["total"], ZERO)
    rewrite_sale(sale_id=sale["id"], fields=fields, actor=actor, now=now)
    payload = {
        "id": sale["id"],
        "number": sale["number"],
        "state": state.value,
        "total": sale["total"],
        "payments": [[p["number"], p["method"], -p["amount"] if p["is_return"] else p["amount"]] for p in payments],
    }
    fact = NewFact("sale.voided", "sale", sale["id"], payload, chain_id=sale["series_id"] if is_chained else None)
    journal([fact], heads, actor=actor, now=now)


def clear_drawer(sale: Row, *, actor: Actor, now: datetime, kind: str = "sell") -> None:
    """What the document did to a drawer that is still open is undone, line by line. A drawer that has been counted
    stays as it was counted."""
    rows = CashMovement.objects.visible_to(actor).filter(source_id=sale["id"], kind=kind, payment_id__isnull=False)
    found = list(rows.order_by("id").values("business_id", "shift_id", "amount", "method", "type", "payment_id"))
    shifts = Shift.objects.visible_to(actor).filter(pk__in={row["shift_id"] for row in found}, status="open")
    still_open = set(shifts.order_by("id").select_for_update().values_list("id", flat=True)) if found else set()
    enter_movements(
        rows=[
            {
                **row,
                "type": "debit" if row["type"] == "credit" else "credit",
                "kind": kind,
                "source_id": sale["id"],
                "note": f"{sale['number']} deleted",
                "created_at": now,
                "updated_at": now,
            }
            for row in found
            if row["shift_id"] in still_open
        ]
    )


def _take_back_points(sale: Row, actor: Actor, now: datetime) -> None:
    """Points that it earned go, points that it spent come back; they may have been spent elsewhere meanwhile."""
    net = points_of_sale(sale["id"], sale["contact_id"], actor)
    if net:
        change = WalletChange(sale["contact_id"], "points", -net, "undone", "sale", sale["id"], may_go_below=True)
        change_wallets(changes=[change], actor=actor, now=now)
