"""A register session as its details show it: sums of its lines by way to pay, and what was sold at the till in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from polytill.domain.catalog.models import Brand, Product, Variation, VariationGroup
from polytill.domain.dining.models import ServiceType
from polytill.domain.registers.models import CashMovement
from polytill.domain.registers.selectors import ShiftRecord, shift
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.storage.sql import amount, bind, fetch, rate
from polytill.kernel.actor import Actor
from polytill.kernel.money import EXACT, ZERO

SALE, LINE, MOVEMENT = (m._meta.db_table for m in (Sale, SaleLine, CashMovement))
PRODUCT, VARIATION, GROUP, BRAND, SERVICE = (
    m._meta.db_table for m in (Product, Variation, VariationGroup, Brand, ServiceType)
)
# Sales, expenses and refunds; into the drawer positive for sales, out of it positive for the other two.
TOTALLED = {"sell": 1, "expense": -1, "refund": -1}


@dataclass(frozen=True, slots=True)
class Tenders:
    """totals: per kind and way to pay. floats: what lay in the drawer at first. card_slips, cheques: lines counted."""

    totals: dict[tuple[str, str], Decimal]
    floats: Decimal
    card_slips: int
    cheques: int

    def of(self, kind: str, method: str | None = None) -> Decimal:
        return sum((v for (k, m), v in self.totals.items() if k == kind and method in (None, m)), ZERO)


@dataclass(frozen=True, slots=True)
class BrandSold:
    name: str | None
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ProductSold:
    product: str
    type: str
    variation: str
    axis: str
    sku: str
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ServiceSold:
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SoldTotals:
    tax: Decimal
    discount: Decimal
    amount: Decimal
    shipping: Decimal


@dataclass(frozen=True, slots=True)
class RegisterDetails:
    """Quantities are in base units."""

    shift: ShiftRecord
    tenders: Tenders
    brands: Sequence[BrandSold]
    products: Sequence[ProductSold]
    services: Sequence[ServiceSold]
    totals: SoldTotals


def register_details(*, shift_id: int, actor: Actor, now: datetime) -> RegisterDetails:
    """Sold in it: final sales of the till that its user entered between opening and closing, or until now."""
    record = shift(shift_id, actor)
    which = _Sold(record, actor, now)
    return RegisterDetails(
        shift=record,
        tenders=_tenders(shift_id, actor),
        brands=which.brands(),
        products=which.products(),
        services=which.services(),
        totals=which.totals(),
    )


def _tenders(shift_id: int, actor: Actor) -> Tenders:
    rows = fetch(
        f"SELECT kind, method, type, SUM(amount), COUNT(*) FROM {MOVEMENT} "
        f"WHERE business_id = %s AND shift_id = %s GROUP BY kind, method, type",
        [actor.business_id, shift_id],
    )
    totals: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    floats, counts = ZERO, {"card": 0, "cheque": 0}
    for kind, method, direction, sum_, count in rows:
        signed = amount(sum_) if direction == "credit" else -amount(sum_)
        if kind in TOTALLED:
            totals[kind, method] += signed * TOTALLED[kind]
        if kind == "initial":
            floats += signed
        if method in counts:
            counts[method] += count
    return Tenders(dict(totals), floats, counts["card"], counts["cheque"])


class _Sold:
    """The sales of a session, as a condition on the alias s. A combo's components have no price: its line counts."""

    def __init__(self, record: ShiftRecord, actor: Actor, now: datetime) -> None:
        self.condition = (
            "s.business_id = %s AND s.type = 'sell' AND s.status = 'final' AND s.voided_at IS NULL AND NOT s.is_direct "
            "AND s.created_by_id = %s AND s.created_at >= %s AND s.created_at <= %s"
        )
        until = record.closed_at or now
        self.parameters = [actor.business_id, record.user_id, bind(record.opened_at), bind(until)]

    def brands(self) -> list[BrandSold]:
        rows = self._lines("b.id, b.name", "b.name IS NULL, b.name, b.id", f"LEFT JOIN {BRAND} b ON b.id = p.brand_id")
        return [BrandSold(key[1], quantity, sum_) for key, quantity, sum_ in rows]

    def products(self) -> list[ProductSold]:
        rows = self._lines("v.id, p.name, p.type, v.name, g.name, v.sub_sku", "p.name, v.id")
        return [ProductSold(*(*key[1:], quantity, sum_)) for key, quantity, sum_ in rows]

    def _lines(self, key: str, order: str, joined: str = "") -> list[tuple[tuple[Any, ...], Decimal, Decimal]]:
        """Summed by multiplier first, so that quantities in different units are exact in the base unit."""
        rows = fetch(
            f"SELECT {key}, l.multiplier, SUM(l.quantity), SUM(l.gross) FROM {SALE} s "
            f"JOIN {LINE} l ON l.sale_id = s.id JOIN {VARIATION} v ON v.id = l.variation_id "
            f"JOIN {PRODUCT} p ON p.id = l.product_id JOIN {GROUP} g ON g.id = v.group_id {joined} "
            f"WHERE {self.condition} AND (l.child_kind IS NULL OR l.child_kind <> 'combo') "
            f"GROUP BY {key}, l.multiplier ORDER BY {order}",
            self.parameters,
        )
        found: dict[tuple[Any, ...], tuple[Decimal, Decimal]] = {}
        for *parts, multiplier, quantity, gross in rows:
            before = found.get(tuple(parts), (ZERO, ZERO))
            base = EXACT.multiply(amount(quantity), rate(multiplier))
            found[tuple(parts)] = (before[0] + base, before[1] + amount(gross))
        return [(parts, quantity, sum_) for parts, (quantity, sum_) in found.items()]

    def services(self) -> list[ServiceSold]:
        rows = fetch(
            f"SELECT t.name, SUM(s.total) FROM {SALE} s JOIN {SERVICE} t ON t.id = s.service_type_id "
            f"WHERE {self.condition} GROUP BY t.id, t.name ORDER BY t.name, t.id",
            self.parameters,
        )
        return [ServiceSold(name, amount(sum_)) for name, sum_ in rows]

    def totals(self) -> SoldTotals:
        rows = fetch(
            f"SELECT SUM(s.tax_amount), SUM(s.discount_amount), SUM(s.total), SUM(s.shipping_charges) FROM {SALE} s "
            f"WHERE {self.condition}",
            self.parameters,
        )
        return SoldTotals(*(amount(sum_) for sum_ in rows[0]))
