"""The peer: the same sale as a good engineer writes it by hand, one statement after the other on one connection.

It reads the customer, the open shift and each article, takes each level and its oldest layers, takes the numbers last,
inserts row by row into the same tables under the same constraints, and commits each sale. Statements are prepared by
the drivers (psycopg on second use, sqlite3 by its cache). Amounts are whole ten-thousandths, as the tables hold them.
"""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

ONE = 10_000
START, COMMIT, ROLLBACK = "BEGIN", "COMMIT", "ROLLBACK"

CONTACT = (
    "SELECT type, credit_limit, customer_group_id, pay_term_number FROM parties_contact WHERE id = %s AND "
    "business_id = %s AND deleted_at IS NULL"
)
SHIFT = "SELECT id FROM registers_shift WHERE user_id = %s AND status = 'open' AND business_id = %s"
ARTICLE = (
    "SELECT p.id, p.name, p.unit_id, p.enable_stock, v.sell_price, v.purchase_price, t.id, t.rate FROM "
    "catalog_variation v JOIN catalog_product p ON p.id = v.product_id LEFT JOIN taxes_taxrate t ON t.id = "
    "p.tax_id WHERE v.id = %s AND v.business_id = %s AND v.deleted_at IS NULL AND p.deleted_at IS NULL"
)
LEVEL = (
    "UPDATE stock_stocklevel SET quantity = quantity - %s WHERE location_id = %s AND variation_id = %s AND "
    "unit_id = %s AND quantity >= %s RETURNING quantity"
)
LAYERS = (
    "SELECT id, remaining, unit_cost FROM stock_costlayer WHERE remaining > 0 AND location_id = %s AND "
    "variation_id = %s AND unit_id = %s ORDER BY received_at, id LIMIT 8"
)
DRAIN = "UPDATE stock_costlayer SET remaining = remaining - %s WHERE id = %s"
SALE = (
    "INSERT INTO sales_sale (business_id, type, status, is_suspended, is_direct, is_credit, consumption, "
    "payment_status, location_id, contact_id, number, ref_no, door, at, exchange_rate, pricing_policy, "
    "total_before_tax, line_tax_total, tax_amount, discount_value, discount_amount, points_redeemed, "
    "points_value, points_earned, shipping_charges, packing_value, packing_amount, extra_charges, round_off, "
    "total, paid, shift_id, series_id, note, staff_note, order_ids, details, created_by_id, version, created_at, "
    "updated_at) VALUES (%s, 'sell', 'final', {no}, {no}, {no}, 'sales', 'paid', %s, %s, %s, '', 'integration', "
    "%s, 100000000, 'standard', %s, %s, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, %s, %s, %s, %s, '', '', '[]', '{{}}', "
    "%s, 1, %s, %s) RETURNING id"
)
NUMBER = (
    "UPDATE business_numberseries SET next_number = CASE WHEN period = %s THEN next_number + 1 ELSE start + 1 END, "
    "period = %s WHERE id = %s RETURNING next_number - 1, prefix, digits, chain_seq, chain_hash"
)
LINE = (
    "INSERT INTO sales_saleline (business_id, sale_id, position, product_id, variation_id, label, unit_id, multiplier, "
    "quantity, quantity_returned, quantity_invoiced, unit_price_before_discount, unit_price, discount_value, unit_tax, "
    "unit_price_inc_tax, tax_id, net, tax_total, gross, note) VALUES (%s, %s, %s, %s, %s, %s, %s, 100000000, %s, 0, 0, "
    "%s, %s, 0, %s, %s, %s, %s, %s, %s, '') RETURNING id"
)
MOVE = (
    "INSERT INTO stock_stockmove (business_id, location_id, variation_id, unit_id, layer_id, quantity, balance, "
    "unit_cost, reason, source_kind, source_id, source_line_id, created_by_id, at) VALUES (%s, %s, %s, %s, %s, "
    "%s, %s, %s, 'sale', 'sale', %s, %s, %s, %s)"
)
PAYMENT = (
    "INSERT INTO payments_payment (business_id, sale_id, contact_id, method, amount, is_return, is_advance, "
    "paid_at, number, note, extra_charges, created_by_id, created_at, updated_at) VALUES (%s, %s, %s, 'cash', %s,"
    " {no}, {no}, %s, %s, '', 0, %s, %s, %s) RETURNING id"
)
MOVEMENT = (
    "INSERT INTO registers_cashmovement (business_id, shift_id, amount, method, type, kind, source_id, "
    "payment_id, note, created_at, updated_at) VALUES (%s, %s, %s, 'cash', 'credit', 'sell', %s, %s, '', %s, %s)"
)
FACT = (
    "INSERT INTO outbox_fact (business_id, kind, subject_type, subject_id, actor_id, door, at, payload, chain_id,"
    " chain_seq, prev_hash, hash) VALUES (%s, 'sale.finalized', 'sale', %s, %s, 'integration', %s, %s, %s, %s, "
    "%s, %s)"
)
CHAIN = "UPDATE business_numberseries SET chain_seq = %s, chain_hash = %s WHERE id = %s"


class Database(Protocol):
    no: str

    def one(self, sql: str, *values: Any) -> tuple[Any, ...]: ...
    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]: ...
    def run(self, sql: str, *values: Any) -> None: ...
    def bind(self, at: datetime) -> Any: ...


class PostgreSQL:
    no = "false"

    def __init__(self, url: str) -> None:
        import psycopg

        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=1)
        self._cursor = self._connection.cursor()

    def one(self, sql: str, *values: Any) -> tuple[Any, ...]:
        return self._cursor.execute(sql, values).fetchone()  # type: ignore[return-value]

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._cursor.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> None:
        self._cursor.execute(sql, values or None)

    def bind(self, at: datetime) -> Any:
        return at


class SQLite:
    no = "0"

    def __init__(self, file: str) -> None:
        import sqlite3

        from polytill.project.databases import SQLITE_PRAGMAS

        self._connection = sqlite3.connect(file, isolation_level=None, timeout=15)
        for pragma in [*SQLITE_PRAGMAS.split(";"), "PRAGMA foreign_keys = ON"]:
            self._connection.execute(pragma)
        self._texts: dict[str, str] = {START: "BEGIN IMMEDIATE"}

    def _text(self, sql: str) -> str:
        found = self._texts.get(sql)
        if found is None:
            found = self._texts[sql] = sql.replace("%s", "?")
        return found

    def one(self, sql: str, *values: Any) -> tuple[Any, ...]:
        # All rows are fetched: a RETURNING statement is only done when it has given its last one.
        return self._connection.execute(self._text(sql), values).fetchall()[0]  # type: ignore[no-any-return]

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(self._text(sql), values).fetchall()

    def run(self, sql: str, *values: Any) -> None:
        self._connection.execute(self._text(sql), values)

    def bind(self, at: datetime) -> Any:
        return at.replace(tzinfo=None).isoformat(" ")


@dataclass(frozen=True, slots=True)
class Priced:
    product: int
    variation: int
    name: str
    unit: int
    quantity: int
    price: int
    unit_tax: int
    tax: int
    net: int
    tax_total: int
    takes: list[tuple[int, int, int, int]]  # layer, quantity, cost, balance


class Till:
    """One till that sells by hand-written SQL."""

    def __init__(self, database: Database, shop: Any, seed: int = 1) -> None:
        self.db, self.shop, self.dice = database, shop, random.Random(seed)
        self.user, _, self.shift = shop.tills[0]
        self.sale = SALE.format(no=database.no)
        self.payment = PAYMENT.format(no=database.no)

    def sell(self, lines: list[tuple[int, int]]) -> None:
        """lines: (variation, quantity in ten-thousandths)."""
        self.db.run(START)
        try:
            self._sell(lines, datetime.now(UTC))
        except BaseException:
            self.db.run(ROLLBACK)
            raise
        self.db.run(COMMIT)

    def _sell(self, lines: list[tuple[int, int]], now: datetime) -> None:
        db, shop, at = self.db, self.shop, self.db.bind(now)
        contact = db.one(CONTACT, shop.walk_in_id, shop.business_id)
        if contact[0] not in ("customer", "both"):
            raise LookupError("no customer")
        (shift,) = db.one(SHIFT, self.user, shop.business_id)
        # Levels are locked in one order, so that two tills cannot deadlock.
        priced = [self._take(variation, quantity) for variation, quantity in sorted(lines)]
        net, tax = sum(p.net for p in priced), sum(p.tax_total for p in priced)
        total = net + tax
        number, prefix, digits, seq, head = db.one(NUMBER, "", "", shop.sale_series)
        paid_no, paid_prefix, paid_digits, _, _ = db.one(NUMBER, str(now.year), str(now.year), shop.payment_series)
        document = f"{prefix}{number:0{digits}}"
        (sale,) = db.one(
            self.sale, shop.business_id, shop.location_id, shop.walk_in_id, document, at, total, tax, total, total,
            shift, shop.sale_series, self.user, at, at,
        )  # fmt: skip
        for position, line in enumerate(priced):
            self._line(sale, position, line, at)
        receipt = f"{paid_prefix}{now.year:04}/{paid_no:0{paid_digits}}"
        (payment,) = db.one(
            self.payment, shop.business_id, sale, shop.walk_in_id, total, at, receipt, self.user, at, at
        )
        db.run(MOVEMENT, shop.business_id, shift, total, sale, payment, at, at)
        self._journal(sale, document, receipt, total, net, tax, priced, seq, head, now)

    def _take(self, variation: int, quantity: int) -> Priced:
        db, shop = self.db, self.shop
        product, name, unit, _, price, _, tax, rate = db.one(ARTICLE, variation, shop.business_id)
        (level,) = db.one(LEVEL, quantity, shop.location_id, variation, unit, quantity)
        left, balance, takes = quantity, level + quantity, []
        for layer, remaining, unit_cost in db.all(LAYERS, shop.location_id, variation, unit):
            part = min(left, remaining)
            balance -= part
            left -= part
            takes.append((layer, part, unit_cost, balance))
            db.run(DRAIN, part, layer)
            if not left:
                break
        unit_tax = (price * rate // 10**8 + 50) // 100
        net = (price * quantity // ONE + 50) // 100 * 100
        tax_total = (net * rate // 10**8 + 5_000) // 10_000 * 100
        return Priced(product, variation, name, unit, quantity, price, unit_tax, tax, net, tax_total, takes)

    def _line(self, sale: int, position: int, p: Priced, at: Any) -> None:
        db, shop = self.db, self.shop
        (line,) = db.one(
            LINE, shop.business_id, sale, position, p.product, p.variation, p.name, p.unit, p.quantity, p.price,
            p.price, p.unit_tax, p.price + p.unit_tax, p.tax, p.net, p.tax_total, p.net + p.tax_total,
        )  # fmt: skip
        for layer, quantity, cost, balance in p.takes:
            db.run(
                MOVE, shop.business_id, shop.location_id, p.variation, p.unit, layer, -quantity, balance, cost,
                sale, line, self.user, at,
            )  # fmt: skip

    def _journal(
        self, sale: int, document: str, receipt: str, total: int, net: int, tax: int, priced: list[Priced], seq: int,
        head: str, now: datetime,
    ) -> None:  # fmt: skip
        payload = json.dumps(
            {
                "id": sale, "number": document, "at": now.isoformat(), "location": self.shop.location_id,
                "contact": self.shop.walk_in_id, "total_before_tax": total, "discount": 0, "tax": 0, "line_tax": tax,
                "total": f"{total / ONE:.2f}", "payments": [[receipt, "cash", total]],
                "lines": [
                    [p.variation, p.name, p.quantity, p.price + p.unit_tax, p.net, p.tax_total, p.net + p.tax_total]
                    for p in priced
                ],
            },
            sort_keys=True, separators=(",", ":"),
        )  # fmt: skip
        own = hashlib.sha256(f"{head}\n{payload}".encode()).hexdigest()
        db, shop = self.db, self.shop
        db.run(
            FACT, shop.business_id, sale, self.user, db.bind(now), payload, shop.sale_series, seq + 1, head, own,
        )  # fmt: skip
        db.run(CHAIN, seq + 1, own, shop.sale_series)


def basket(dice: random.Random, shop: Any, lines: int = 5) -> list[tuple[int, int]]:
    return [(v, dice.randint(1, 3) * ONE) for _, v, _ in dice.sample(shop.products, lines)]
