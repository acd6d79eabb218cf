"""The counter: every sale of every door and of the till goes through here, one or a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError

from polytill.domain.business.services import advance_chains
from polytill.domain.outbox.services import NewFact, record
from polytill.domain.payments.models import Payment
from polytill.domain.payments.services import enter_payments, post_to_accounts
from polytill.domain.registers.services import enter_movements
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.sales.selectors import by_client_uuid
from polytill.domain.sales.services import enter_sales
from polytill.domain.storage.durable import durable
from polytill.domain.storage.ids import take_ids
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.errors import DomainError
from polytill.operations.steps import books, gate
from polytill.operations.steps.cart import CheckedOut, Checkout, CheckoutLine, Modifier, Service, Shipping, Tender
from polytill.operations.steps.counter import Counter, gather
from polytill.operations.steps.goods import take_goods
from polytill.operations.steps.numbering import Numbered, number_documents
from polytill.operations.steps.orders import fulfil_orders
from polytill.operations.steps.references import check_references
from polytill.operations.steps.ring_up import RungUp, ring_up
from polytill.operations.steps.settle import check_credit, check_expected, check_tenders, paid_by, tenders_of
from polytill.operations.steps.wallets import points_earned, wallet_changes

__all__ = [
    "CheckedOut",
    "Checkout",
    "CheckoutLine",
    "Modifier",
    "Service",
    "Shipping",
    "Tender",
    "checkout",
    "checkout_one",
]

Outcome = CheckedOut | DomainError
Ids = tuple[int, list[int], list[int]]  # of a sale, its lines and its payments
Entry = tuple[Row, list[Row], list[Row]]


def checkout_one(command: Checkout, *, actor: Actor, now: datetime) -> CheckedOut:
    outcome = checkout([command], actor=actor, now=now)[0]
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


def checkout(commands: Sequence[Checkout], *, actor: Actor, now: datetime) -> list[Outcome]:
    """Enters the sales that can be entered; each other one gets its refusal at its place and leaves no trace.

    A sale under a client_uuid that has been entered before answers as it did then.
    """
    for is_direct in {command.is_direct for command in commands}:
        _gate(is_direct, actor)
    gate.refuse_in_demo(actor)
    gate.need_invoice_quota(actor, now, len(commands))
    try:
        outcomes = durable(lambda: _sell(commands, actor, now), pipelined=True)
    except IntegrityError:
        # Two tries of the same sale raced; the other one won.
        outcomes = durable(lambda: _sell_new(commands, actor, now), pipelined=True)
    except DomainError as refusal:
        # What a sale spends (a balance, an account) may be refused while it is written: then each goes by itself.
        if len(commands) == 1:
            outcomes = [refusal]
        else:
            outcomes = [checkout([command], actor=actor, now=now)[0] for command in commands]
    return _with_replays(commands, outcomes, actor)


def _gate(is_direct: bool, actor: Actor) -> None:
    actor.need("sell.create", "direct_sell.access", *(() if is_direct else ("so.create",)))
    gate.need_module(actor, "add_sale" if is_direct else "pos_sale")


def _with_replays(commands: Sequence[Checkout], outcomes: list[Outcome], actor: Actor) -> list[Outcome]:
    """A repeat may be refused for what the first one did (stock gone, register closed): then the first answers."""
    refused = [
        c.client_uuid for c, o in zip(commands, outcomes, strict=True) if isinstance(o, DomainError) and c.client_uuid
    ]
    found = by_client_uuid(refused, actor) if refused else {}
    return [
        _replay(found[c.client_uuid]) if c.client_uuid in found else o for c, o in zip(commands, outcomes, strict=True)
    ]


def _sell_new(commands: Sequence[Checkout], actor: Actor, now: datetime) -> list[Outcome]:
    """Leaves out what is known, also a second one within the list."""
    known = by_client_uuid([c.client_uuid for c in commands if c.client_uuid], actor)
    first_of = {c.client_uuid: i for i, c in reversed(list(enumerate(commands))) if c.client_uuid}
    fresh = [
        i
        for i, c in enumerate(commands)
        if not c.client_uuid or (c.client_uuid not in known and first_of[c.client_uuid] == i)
    ]
    done = dict(zip(fresh, _sell([commands[i] for i in fresh], actor, now), strict=True))
    return [done[i] if i in done else _again(c, known, done, first_of) for i, c in enumerate(commands)]


def _again(command: Checkout, known: dict, done: dict, first_of: dict) -> Outcome:
    if command.client_uuid in known:
        return _replay(known[command.client_uuid])
    first: Outcome = done[first_of[command.client_uuid]]
    return first if isinstance(first, DomainError) else replace(first, replayed=True)


def _replay(sale: Sale) -> CheckedOut:
    return CheckedOut(
        id=sale.pk,
        number=sale.number,
        status=sale.status,
        payment_status=sale.payment_status,
        is_direct=sale.is_direct,
        is_suspended=sale.is_suspended,
        total=sale.total,
        paid=sale.paid,
        replayed=True,
    )


def _sell(commands: Sequence[Checkout], actor: Actor, now: datetime) -> list[Outcome]:
    counter = gather(commands, actor)
    outcomes: dict[int, Outcome] = {}
    rung: list[RungUp] = []
    owing: dict[int, Decimal] = {}
    for owner, command in enumerate(commands):
        try:
            rung.append(_ring(owner, command, counter, owing))
        except DomainError as refusal:
            outcomes[owner] = refusal
    ids = _ids(rung)
    short = take_goods(rung, ids, counter=counter, actor=actor, now=now)
    outcomes |= short
    kept = [r for r in rung if r.owner not in short]
    if kept:
        outcomes |= _write(kept, ids, counter, actor, now)
    return [outcomes[i] for i in range(len(commands))]


def _ring(owner: int, command: Checkout, counter: Counter, owing: dict[int, Decimal]) -> RungUp:
    rung = ring_up(owner, command, counter)
    check_expected(rung)
    check_references(command, counter)
    tenders = tenders_of(command)
    check_tenders(tenders, rung.place, rung.buyer, counter.actor)
    if command.status == "final" and not command.is_suspended:
        check_credit(rung, paid_by(tenders), owing, counter.actor)
    return rung


def _ids(rung: Sequence[RungUp]) -> dict[int, Ids]:
    """Per owner: the ids of the sale, its lines and its payments."""
    lines, payments = [len(r.items) for r in rung], [len(tenders_of(r.command)) for r in rung]
    pools = take_ids({Sale: len(rung), SaleLine: sum(lines), Payment: sum(payments)})
    take = {model: iter(pool) for model, pool in pools.items()}
    return {
        r.owner: (next(take[Sale]), [next(take[SaleLine]) for _ in range(n)], [next(take[Payment]) for _ in range(p)])
        for r, n, p in zip(rung, lines, payments, strict=True)
    }


def _write(
    rung: Sequence[RungUp], ids: dict[int, Ids], counter: Counter, actor: Actor, now: datetime
) -> dict[int, Outcome]:
    numbers = number_documents(rung, counter=counter, actor=actor, now=now)
    sales: list[Row] = []
    lines: list[Row] = []
    payments: list[Row] = []
    movements: list[Row] = []
    facts: list[NewFact] = []
    for r in rung:
        entry = _enter(r, ids[r.owner], numbers, counter, actor, now)
        sales.append(entry[0])
        lines += entry[1]
        payments += entry[2]
        movements += books.movement_rows(entry[2], r.shift_id, "sell", now=now)
        facts.append(_fact(r, *entry, numbers))
    fulfil_orders(rung, lines, actor=actor, now=now)
    enter_sales(sales=sales, lines=lines)
    enter_payments(rows=payments)
    enter_movements(rows=movements)
    post_to_accounts(postings=books.postings(payments), actor=actor, now=now)
    wallet_changes(rung, sales, actor=actor, now=now)
    heads = record(facts=facts, actor=actor, now=now, heads=numbers.heads)
    advance_chains(heads={series: head for series, head in heads.items() if head != numbers.heads[series]})
    return {r.owner: books.checked_out(sale) for r, sale in zip(rung, sales, strict=True)}


def _enter(r: RungUp, ids: Ids, numbers: Numbered, counter: Counter, actor: Actor, now: datetime) -> Entry:
    sale_id, line_ids, payment_ids = ids
    tenders = tenders_of(r.command)
    day = books.command_day(r.command, counter.shop.tz)
    number, series_id = numbers.documents[r.owner]
    points = points_earned(r.command, r.buyer, r.sums.final_total, counter.shop.settings)
    sale = books.sale_row(r, sale_id, number, series_id, tenders, points, actor=actor, now=now, day=day)
    lines = books.line_rows(r, sale_id, line_ids, actor=actor)
    payments = books.payment_rows(
        tenders,
        payment_ids,
        numbers.payments[r.owner],
        sale_id=sale_id,
        contact_id=r.buyer.id,
        default_accounts=r.place.methods,
        actor=actor,
        now=now,
    )
    return sale, lines, payments


def _fact(r: RungUp, sale: Row, lines: list[Row], payments: list[Row], numbers: Numbered) -> NewFact:
    """A final sale stands in its series' chain; a held one will when it is paid for; a draft is no document yet."""
    if r.command.status != "final":
        return NewFact(
            "sale.drafted",
            "sale",
            sale["id"],
            {"number": sale["number"], "kind": sale["sub_status"], "total": sale["total"]},
        )
    if r.command.is_suspended:
        return NewFact("sale.held", "sale", sale["id"], {"number": sale["number"], "total": sale["total"]})
    payload = books.sale_payload(sale, lines, payments)
    return NewFact("sale.finalized", "sale", sale["id"], payload, chain_id=sale["series_id"])
