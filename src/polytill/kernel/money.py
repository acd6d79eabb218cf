"""Exact money. Amounts are Decimals; the finest amount the books hold is a ten-thousandth.

Rounding is half-up (away from zero) and happens here, nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
MINUS_TWO = Decimal(-2)
CENT = Decimal("0.01")
TEN_THOUSANDTH = Decimal("0.0001")
FINE_ZERO = Decimal("0.0000")
HUNDRED = Decimal(100)
# Amounts are stored as whole ten-thousandths in a signed 64-bit integer; this keeps sums of millions of rows inside it.
LARGEST = Decimal("99999999999.9999")
# Intermediate products of two 15-digit values must not lose digits before the one rounding.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_add, _multiply, _divide = EXACT.add, EXACT.multiply, EXACT.divide
_quantize, _shift = EXACT.quantize, EXACT.scaleb


def round_to(value: Decimal, quantum: Decimal = CENT) -> Decimal:
    """Half-up to a quantum that is a power of ten: 5.625 -> 5.63, -5.625 -> -5.63."""
    return _quantize(value, quantum)


def cents(value: Decimal) -> Decimal:
    return _quantize(value, CENT)


def fine(value: Decimal) -> Decimal:
    """To ten-thousandths, the grain of the books."""
    return _quantize(value, TEN_THOUSANDTH)


def round_to_step(value: Decimal, step: Decimal) -> Decimal:
    """Half-up to any step, for cash rounding: step 0.05 gives 1.02 -> 1.00, 1.03 -> 1.05."""
    if step <= 0:
        raise ValueError("a rounding step is positive")
    return _multiply(_quantize(_divide(value, step), ONE), step)


def percent_of(value: Decimal, percent: Decimal) -> Decimal:
    """Unrounded."""
    return _shift(_multiply(value, percent), MINUS_TWO)


def tax_within(gross: Decimal, percent: Decimal) -> Decimal:
    """The tax inside a tax-inclusive amount, unrounded."""
    return _divide(_multiply(gross, percent), EXACT.add(HUNDRED, percent))


def split(amount: Decimal, weights: Sequence[Decimal], quantum: Decimal = CENT) -> list[Decimal]:
    """Parts of `amount` in proportion to `weights` that add up to it exactly (largest remainder; ties to the first).

    All-zero weights share equally. Negative weights are refused, and an amount finer than the quantum.
    """
    if not weights:
        raise ValueError("nothing to split over")
    if not all(w.is_finite() and w >= 0 for w in weights):
        raise ValueError("weights are numbers and not negative")
    units = _divide(amount.copy_abs(), quantum)
    whole = int(units)
    if units != whole:
        raise ValueError(f"{amount} is finer than {quantum}")
    shares = _share_out(whole, _whole_numbers(weights))
    sign = -1 if amount < 0 else 1
    return [_multiply(Decimal(sign * share), quantum) for share in shares]


def _whole_numbers(weights: Sequence[Decimal]) -> list[int]:
    """The same proportions without decimals."""
    finest = min(int(w.as_tuple().exponent) for w in weights)
    return [int(_shift(w, -finest)) for w in weights]


def _share_out(whole: int, weights: list[int]) -> list[int]:
    total = sum(weights)
    if total == 0:
        weights, total = [1] * len(weights), len(weights)
    shares, remainders = [], []
    for weight in weights:
        share, remainder = divmod(whole * weight, total)
        shares.append(share)
        remainders.append(remainder)
    left = whole - sum(shares)
    for i in sorted(range(len(shares)), key=lambda i: -remainders[i])[:left]:
        shares[i] += 1
    return shares


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency. Adding two currencies is refused."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise ValueError(f"not an amount: {self.amount!r}")
        if self.amount.copy_abs() > LARGEST or fine(self.amount) != self.amount:
            raise ValueError(f"an amount has at most eleven digits and four decimals: {self.amount}")

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(_add(self.amount, other.amount), self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(EXACT.subtract(self.amount, other.amount), self.currency)

    def __neg__(self) -> Money:
        return Money(EXACT.minus(self.amount), self.currency)

    def split(self, weights: Sequence[Decimal], quantum: Decimal = CENT) -> list[Money]:
        return [Money(part, self.currency) for part in split(self.amount, weights, quantum)]


@dataclass(frozen=True, slots=True)
class Taxed:
    """Net, tax and gross of one thing. Refuses to exist where they do not add up."""

    net: Decimal
    tax: Decimal
    gross: Decimal

    def __post_init__(self) -> None:
        if _add(self.net, self.tax) != self.gross:
            raise ValueError(f"{self.net} + {self.tax} is not {self.gross}")

    def __add__(self, other: Taxed) -> Taxed:
        return Taxed(_add(self.net, other.net), _add(self.tax, other.tax), _add(self.gross, other.gross))

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
