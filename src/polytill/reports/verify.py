"""Does the shop add up: every level is the sum of its entries, every number was given once, every chain is whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from polytill.domain.outbox.models import Fact
from polytill.domain.payments.models import Payment
from polytill.domain.sales.models import Sale
from polytill.domain.stock.models import StockMove
from polytill.reports.verification import chains, documents, money, numbers, stock, tallies

CHECKS = (*stock.CHECKS, *money.CHECKS, *documents.CHECKS, *tallies.CHECKS, numbers.faults, chains.faults)


def faults(*, business_id: int | None = None) -> Iterator[str]:
    """A line for each fault, in the words of the one who has to look for it. None is all businesses."""
    for check in CHECKS:
        yield from check(business_id)


def summary(*, business_id: int | None = None) -> str:
    """What was looked at."""

    def count(rows: Any) -> int:
        return int((rows if business_id is None else rows.filter(business_id=business_id)).count())

    sales, payments, moves = count(Sale.objects.all()), count(Payment.objects.all()), count(StockMove.objects.all())
    chained = count(Fact.objects.filter(chain_id__isnull=False))
    return f"{sales} sales, {payments} payments, {moves} stock moves, {chained} documents in chains"
