"""What the till does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from polytill.domain.parties.contacts import NewContact
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO
from polytill.operations.amend_held import amend_held
from polytill.operations.checkout import checkout_one
from polytill.operations.close_register import close_register
from polytill.operations.create_contact import create_contact
from polytill.operations.discard_held import discard_held
from polytill.operations.finalize_held import finalize_held
from polytill.operations.move_cash import move_cash
from polytill.operations.open_register import open_register
from polytill.reports.register_summary import open_register_summary, register_summary
from polytill.reports.till_customers import FoundCustomer
from polytill.reports.till_sales import SoldSale, sold, sold_under
from polytill.reports.till_session import counters, open_shift
from polytill.web.clock import now
from polytill.web.till import present, reading
from polytill.web.till.schemas import ClosingBody, CustomerBody, MovementBody, OpeningBody, SaleBody, read
from polytill.web.till.translate import checkout_of


def sell(request: HttpRequest, actor: Actor) -> Any:
    """A sale or, with hold, one put aside. Sent again under its uuid it answers as it did the first time."""
    at = now()
    entered = checkout_one(checkout_of(read(request, SaleBody), actor=actor, now=at), actor=actor, now=at)
    return present.sold_sale(sold(actor=actor, sale_id=entered.id))


def settle_held(request: HttpRequest, actor: Actor, sale_id: int) -> Any:
    """A resumed sale, as it is in the cart now: paid for or, with hold, put aside again."""
    body, at = read(request, SaleBody), now()
    changed = checkout_of(body, actor=actor, now=at)
    settle = amend_held if body.hold else finalize_held
    settle(sale_id=sale_id, changed=changed, actor=actor, now=at)
    return present.sold_sale(sold(actor=actor, sale_id=sale_id))


def discard(request: HttpRequest, actor: Actor, sale_id: int) -> Any:
    discard_held(sale_id=sale_id, actor=actor, now=now())
    return {}


def find_sale(request: HttpRequest, actor: Actor, uuid: UUID) -> Any:
    """What became of a sale whose answer was lost. held: the held sale that it was to settle."""
    held = reading.number(request, "held", 0)
    found: SoldSale | None = sold_under(actor=actor, client_uuid=uuid)
    if held:
        settled = sold(actor=actor, sale_id=held)
        found = None if settled.is_held else settled
    return {"sale": None if found is None else present.sold_sale(found)}


def add_customer(request: HttpRequest, actor: Actor) -> Any:
    body = read(request, CustomerBody)
    first, _, last = body.name.partition(" ")
    contact = NewContact("customer", first_name=first, last_name=last.strip(), mobile=body.mobile, email=body.email)
    contact_id = create_contact(contact=contact, actor=actor, now=now())
    return present.customer(FoundCustomer(contact_id, body.name, body.mobile, ZERO, False, False))


def open_drawer(request: HttpRequest, actor: Actor) -> Any:
    body = read(request, OpeningBody)
    open_register(actor=actor, location_id=body.location_id, float_amount=body.float, now=now())
    shift = open_shift(actor)
    return None if shift is None else present.register(shift, counters(actor))


def put_or_take_cash(request: HttpRequest, actor: Actor) -> Any:
    body = read(request, MovementBody)
    move_cash(actor=actor, direction=body.direction, amount=body.amount, note=body.note, now=now())
    return present.summary(open_register_summary(actor=actor))


def close_drawer(request: HttpRequest, actor: Actor) -> Any:
    body = read(request, ClosingBody)
    closed = close_register(
        actor=actor,
        closing_amount=body.counted,
        note=body.note,
        denominations=body.denominations or None,
        now=now(),
    )
    return present.summary(register_summary(actor=actor, shift_id=closed.id))
