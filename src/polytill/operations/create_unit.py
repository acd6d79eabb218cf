from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from polytill.domain.catalog.services import enter_unit
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("unit.create", "product.create"))


def create_unit(
    *,
    name: str,
    short_name: str,
    allow_decimal: bool = False,
    base_unit_id: int | None = None,
    multiplier: Decimal = Decimal(1),
    group_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """A sub-unit names its base unit and how many of it it holds."""
    GATE.admit(actor, now)

    def enter() -> int:
        return enter_unit(
            name=name,
            short_name=short_name,
            allow_decimal=allow_decimal,
            base_unit_id=base_unit_id,
            multiplier=multiplier,
            group_id=group_id,
            actor=actor,
            now=now,
        )

    return written(enter, fact="unit.created", subject="unit", payload={"name": name}, actor=actor, now=now)
