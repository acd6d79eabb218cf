"""Numbers as people and foreign clients write them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from polytill.kernel.money import LARGEST

TRUE, FALSE = frozenset({"1", "true"}), frozenset({"0", "false"})


def number(value: Any) -> Decimal:
    """A JSON number or a numeric text. Refuses what is no finite number with ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError("not a number")
    try:
        found = Decimal(value) if isinstance(value, int | Decimal) else Decimal(str(value).strip())
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not found.is_finite() or abs(found) > LARGEST:
        raise ValueError("not a number")
    return found


def written_number(value: Any, *, decimal_separator: str, thousand_separator: str) -> Decimal:
    """A number as the business writes it: "1.234,50" is 1234.5 where the comma parts the decimals."""
    if not isinstance(value, str):
        return number(value)
    text = value.strip().replace(thousand_separator, "") if thousand_separator else value.strip()
    return number(text.replace(decimal_separator, ".") if decimal_separator else text)


def flag(value: Any) -> bool:
    """true, false, 1, 0, also as text."""
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower() if isinstance(value, int | str) else ""
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise ValueError("neither true nor false")
