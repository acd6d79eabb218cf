"""Pure arithmetic: the only place that works out and rounds a sale. No Django, no I/O."""

from __future__ import annotations

from polytill.domain.pricing.calculator import checks
from polytill.domain.pricing.calculator.policies import POLICIES
from polytill.domain.pricing.calculator.steps import price_line_at
from polytill.domain.pricing.calculator.values import Discount, DiscountKind, LineIn, LineOut, SaleIn, SaleOut
from polytill.kernel.errors import invalid

__all__ = ["Discount", "DiscountKind", "LineIn", "LineOut", "SaleIn", "SaleOut", "price_line", "price_sale"]


def price_sale(sale: SaleIn) -> SaleOut:
    """Prices a sale or, with the quantities taken back, a return."""
    policy = POLICIES.get(sale.policy)
    if policy is None:
        raise invalid({"policy": [f"There is no pricing policy {sale.policy!r}."]})
    checks.header(sale)
    return policy(sale)


def price_line(line: LineIn) -> LineOut:
    """A single line by the standard policy."""
    return price_line_at(0, line)
