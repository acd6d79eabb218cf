"""The vectors that the browser runs too (tests/web/test_calculator_js.py)."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polytill.domain.pricing.calculator import Discount, DiscountKind, LineIn, SaleIn, price_sale
from polytill.kernel.errors import DomainError

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "pricing.json").read_text(encoding="utf-8")
)
NOT_DECIMAL = {"policy", "price_includes_tax", "tax_included"}


def read(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return Discount(DiscountKind(value["kind"]), Decimal(value["value"]))
    return value if name in NOT_DECIMAL else Decimal(value)


def sale_from(given: dict[str, Any]) -> SaleIn:
    lines = tuple(LineIn(**{name: read(name, value) for name, value in line.items()}) for line in given["lines"])
    return SaleIn(lines=lines, **{name: read(name, value) for name, value in given.items() if name != "lines"})


def as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: as_text(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_text(each) for each in value]
    return format(value, "f") if isinstance(value, Decimal) else value


def cases(outcome: str) -> list[Any]:
    return [pytest.param(vector, id=vector["name"]) for vector in VECTORS if outcome in vector]


@pytest.mark.parametrize("vector", cases("expected"))
def test_prices_to_the_last_digit(vector: dict[str, Any]) -> None:
    assert as_text(asdict(price_sale(sale_from(vector["sale"])))) == vector["expected"]


@pytest.mark.parametrize("vector", cases("refused"))
def test_refuses_and_names_the_field(vector: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refusal:
        price_sale(sale_from(vector["sale"]))

    error = refusal.value
    assert error.code == vector["refused"]["code"]
    assert vector["refused"]["field"] in (error.details.get("field"), *error.details)


def test_there_are_enough_vectors_of_each_policy() -> None:
    policies = [vector["sale"].get("policy", "standard") for vector in VECTORS if "expected" in vector]
    assert policies.count("standard") >= 60
    assert policies.count("inclusive_spread") >= 15
    assert policies.count("nexopos") >= 6
