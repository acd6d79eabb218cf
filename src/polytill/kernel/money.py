"""Exact money. Amounts are Decimals; the finest amount the books hold is a ten-thousandth.

Rounding is half-up (away from zero) and happens here, nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
CENT = Decimal("0.01")
TEN_THOUSANDTH = Decimal("0.0001")
HUNDRED = Decimal(100)
# Amounts are stored as whole ten-thousandths in a signed 64-bit integer; this keeps sums of millions of rows inside it.
LARGEST = Decimal("99999999999.9999")
# Intermediate products of two 15-digit values must not lose digits before the one rounding.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def round_to(value: Decimal, quantum: Decimal = CENT) -> Decimal:
    """Half-up to a quantum that is a power of ten: 5.625 -> 5.63, -5.625 -> -5.63."""
    return EXACT.quantize(value, quantum)


def cents(value: Decimal) -> Decimal:
    return round_to(value, CENT)


def fine(value: Decimal) -> Decimal:
    """To ten-thousandths, the grain of the books."""
    return round_to(value, TEN_THOUSANDTH)


def round_to_step(value: Decimal, step: Decimal) -> Decimal:
    """Half-up to any step, for cash rounding: step 0.05 gives 1.02 -> 1.00, 1.03 -> 1.05."""
    if step <= 0:
        raise ValueError("a rounding step is positive")
    return EXACT.multiply(EXACT.quantize(EXACT.divide(value, step), ONE), step)


def percent_of(value: Decimal, percent: Decimal) -> Decimal:
    """Unrounded."""
    return EXACT.divide(EXACT.multiply(value, percent), HUNDRED)


def tax_within(gross: Decimal, percent: Decimal) -> Decimal:
    """The tax inside a tax-inclusive amount, unrounded."""
    return EXACT.divide(EXACT.multiply(gross, percent), HUNDRED + percent)


def split(amount: Decimal, weights: Sequence[Decimal], quantum: Decimal = CENT) -> list[Decimal]:
    """Parts of `amount` in proportion to `weights` that add up to it exactly (largest remainder; ties to the first).

    All-zero weights share equally. Negative weights are refused.
    """
    if not weights:
        raise ValueError("nothing to split over")
    if any(w < 0 for w in weights):
        raise ValueError("weights are not negative")
    total = sum(weights, ZERO)
    if total == 0:
        weights, total = [Decimal(1)] * len(weights), Decimal(len(weights))
    sign = -1 if amount < 0 else 1
    units = EXACT.divide(abs(amount), quantum)
    whole = int(units)
    if units != whole:
        raise ValueError(f"{amount} is finer than {quantum}")
    shares = [EXACT.divide(EXACT.multiply(Decimal(whole), w), total) for w in weights]
    floors = [int(s) for s in shares]
    left = whole - sum(floors)
    by_remainder = sorted(range(len(shares)), key=lambda i: (floors[i] - shares[i], i))
    for i in by_remainder[:left]:
        floors[i] += 1
    return [EXACT.multiply(Decimal(sign * f), quantum) for f in floors]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency. Adding two currencies is refused."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise ValueError(f"not an amount: {self.amount!r}")
        if abs(self.amount) > LARGEST or fine(self.amount) != self.amount:
            raise ValueError(f"an amount has at most eleven digits and four decimals: {self.amount}")

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def split(self, weights: Sequence[Decimal], quantum: Decimal = CENT) -> list[Money]:
        return [Money(part, self.currency) for part in split(self.amount, weights, quantum)]


@dataclass(frozen=True, slots=True)
class Taxed:
    """Net, tax and gross of one thing. Refuses to exist where they do not add up."""

    net: Decimal
    tax: Decimal
    gross: Decimal

    def __post_init__(self) -> None:
        if self.net + self.tax != self.gross:
            raise ValueError(f"{self.net} + {self.tax} is not {self.gross}")

    def __add__(self, other: Taxed) -> Taxed:
        return Taxed(self.net + other.net, self.tax + other.tax, self.gross + other.gross)

    @classmethod
    def sum(cls, parts: Iterable[Taxed]) -> Taxed:
        total = cls(ZERO, ZERO, ZERO)
        for part in parts:
            total = total + part
        return total


def plain(value: Decimal) -> str:
    """Shortest decimal text without exponent: 437.5000 -> "437.5", 0E-4 -> "0"."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
