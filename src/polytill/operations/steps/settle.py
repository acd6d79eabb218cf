"""What is paid: tenders checked against the location, the customer's advance balance and credit limit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from polytill.domain.business.selectors import Place
from polytill.domain.parties.selectors import Buyer
from polytill.domain.sales.selectors import outstanding
from polytill.domain.stored_value.selectors import balance_of
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.kernel.money import LARGEST, ZERO, fine, plain
from polytill.operations.steps.cart import Checkout, Tender
from polytill.operations.steps.ring_up import RungUp

SMALLEST = Decimal("0.0001")


def tenders_of(command: Checkout) -> tuple[Tender, ...]:
    """The payment rows that this checkout posts: none on drafts, held and credit sales; change is a cash row back."""
    if command.status != "final" or command.is_suspended or command.is_credit:
        return ()
    if command.change_return < 0:
        raise invalid({"change_return": ["The change_return must be at least 0."]})
    change = (Tender(fine(command.change_return), "cash", is_return=True),) if command.change_return > 0 else ()
    return command.tenders + change


def check_tenders(tenders: Sequence[Tender], place: Place, buyer: Buyer, actor: Actor) -> None:
    for position, tender in enumerate(tenders):
        check_kind(tender, place, f"payments.{position}.")
    advance = sum((t.amount for t in tenders if t.method == "advance" and not t.is_return), ZERO)
    if advance > 0 and advance > (balance := balance_of(buyer.id, "advance", actor)):
        raise rule("payment.advance_too_large", f"Only {plain(balance)} of advance balance is left.")


def check_tender(tender: Tender, place: Place, buyer: Buyer, actor: Actor) -> None:
    """One by itself: its fields stand alone."""
    check_kind(tender, place)
    check_tenders([tender], place, buyer, actor)


def check_kind(tender: Tender, place: Place, prefix: str = "") -> None:
    if not tender.amount.is_finite() or not SMALLEST <= tender.amount <= LARGEST:
        raise invalid({f"{prefix}amount": ["The amount must be greater than 0."]})
    if tender.method not in place.methods:
        raise rule(
            "payment.method_not_enabled",
            f"The payment method {tender.method} is not enabled at {place.name}.",
            field=f"{prefix}method",
        )


def check_expected(rung: RungUp) -> None:
    """What was paid was worked out from the total on the till's screen; a price that has changed since is told."""
    expected = rung.command.expected_total
    if expected is not None and expected != rung.sums.final_total:
        raise rule(
            "price.changed",
            f"The total is now {plain(rung.sums.final_total)} instead of {plain(expected)}: prices have changed.",
            total=plain(rung.sums.final_total),
        )


def paid_by(tenders: Sequence[Tender]) -> Decimal:
    return sum((-fine(t.amount) if t.is_return else fine(t.amount) for t in tenders), ZERO)


def status_of(total: Decimal, paid: Decimal) -> str:
    if paid >= total:
        return "paid"
    return "partial" if paid > 0 else "due"


def check_credit(rung: RungUp, paid: Decimal, before: dict[int, Decimal], actor: Actor) -> None:
    """before: what customers come to owe by the sales earlier in the list; this one's share is added."""
    due = rung.sums.final_total - paid
    check_debt(rung.buyer, due, actor, before=before.get(rung.buyer.id, ZERO))
    before[rung.buyer.id] = before.get(rung.buyer.id, ZERO) + max(due, ZERO)


def check_debt(buyer: Buyer, due: Decimal, actor: Actor, *, before: Decimal = ZERO) -> None:
    """What the customer owes with this sale stays within his limit."""
    limit = buyer.credit_limit
    if limit is None or due <= 0:
        return
    owed = outstanding(buyer.id, actor) + before
    if owed + due > limit:
        raise rule(
            "credit.limit_exceeded",
            f"{buyer.name} would owe {plain(owed + due)}; the credit limit is {plain(limit)}.",
        )
