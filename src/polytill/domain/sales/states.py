"""The states of a sale, and the one table of how it gets from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from polytill.kernel.errors import rule


class State(Enum):
    """QUOTATION and PROFORMA are drafts. HELD is a sale of a till whose goods are out and whose payment is to come.

    ORDERED, PARTIAL and COMPLETED are those of a sales order; VOIDED is the end of all.
    """

    DRAFT = "draft"
    QUOTATION = "quotation"
    PROFORMA = "proforma"
    HELD = "held"
    FINAL = "final"
    ORDERED = "ordered"
    PARTIAL = "partial"
    COMPLETED = "completed"
    VOIDED = "voided"


DRAFTS = frozenset({State.DRAFT, State.QUOTATION, State.PROFORMA})
ORDERS = frozenset({State.ORDERED, State.PARTIAL, State.COMPLETED})
TRANSITIONS: Mapping[State, frozenset[State]] = {
    # A draft may change its kind; of the three only a quotation becomes an invoice.
    State.DRAFT: DRAFTS | {State.VOIDED},
    State.PROFORMA: DRAFTS | {State.VOIDED},
    State.QUOTATION: DRAFTS | {State.FINAL, State.VOIDED},
    State.HELD: frozenset({State.HELD, State.FINAL, State.VOIDED}),
    State.FINAL: frozenset({State.VOIDED}),
    State.ORDERED: ORDERS | {State.VOIDED},
    State.PARTIAL: ORDERS | {State.VOIDED},
    State.COMPLETED: ORDERS | {State.VOIDED},
    State.VOIDED: frozenset(),
}
if set(TRANSITIONS) != set(State) or not all(targets <= set(State) for targets in TRANSITIONS.values()):
    raise RuntimeError("the table of transitions does not name every state")


def state_of(sale: Mapping[str, Any]) -> State:
    """Of a row of sales. A return is final from the start."""
    if sale["voided_at"] is not None:
        return State.VOIDED
    if sale["type"] == "sales_order":
        return State(sale["status"])
    if sale["status"] == "draft":
        return State(sale["sub_status"] or "draft")
    return State.HELD if sale["is_suspended"] else State.FINAL


def need_transition(sale: Mapping[str, Any], target: State) -> State:
    """The state that the sale is in; refused where none leads from there to the target."""
    found = state_of(sale)
    if target not in TRANSITIONS[found]:
        raise rule("sale.wrong_state", f"A {found.value} sale cannot become {target.value}.", state=found.value)
    return found
