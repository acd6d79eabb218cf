"""Exact numbers in both engines: a whole number of small parts in a BIGINT, a Decimal in Python.

SQLite keeps a DecimalField as a binary float, so a CHECK (gross = net + tax) refuses correct lines there; integers
agree to the last digit on both engines. Beware `F("amount") + Decimal("1")`: it adds an unscaled number; write
through `scaled()`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable

from polytill.kernel.money import EXACT, round_to


class ScaledField(models.BigIntegerField):
    places = 4
    if TYPE_CHECKING:
        # What the type checker's Django plugin reads: Decimals go in and come out.
        _pyi_private_set_type: Decimal | int | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Decimal  # type: ignore[assignment]
        _pyi_lookup_exact_type: Decimal | int  # type: ignore[assignment]

    @classmethod
    def scaled(cls, value: Decimal) -> int:
        """The stored integer. Refuses what is finer than the field holds: rounding belongs to the caller."""
        number = EXACT.scaleb(value, cls.places)
        whole = int(number)
        if number != whole:
            raise ValueError(f"{value} has more than {cls.places} decimals")
        return whole

    @classmethod
    def unscaled(cls, value: int | Decimal) -> Decimal:
        return Decimal(value).scaleb(-cls.places)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return self.scaled(value if isinstance(value, Decimal) else Decimal(value))

    def from_db_value(self, value: Any, expression: object, connection: object) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(value)
        except (ArithmeticError, TypeError, ValueError) as error:
            raise ValidationError(f"{value!r} is not a number") from error

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


class AmountField(ScaledField):
    """Money in ten-thousandths."""


class QuantityField(ScaledField):
    """A quantity in ten-thousandths."""


class RateField(ScaledField):
    """A percentage, a factor or an exchange rate in hundred-millionths."""

    places = 8


def rate(value: Decimal) -> Decimal:
    """Rounded to what a RateField holds."""
    return round_to(value, Decimal("0.00000001"))
