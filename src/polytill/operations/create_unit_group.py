from __future__ import annotations

from datetime import datetime

from polytill.domain.catalog.services import enter_unit_group
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("unit.create", "product.create"))


def create_unit_group(*, name: str, description: str = "", actor: Actor, now: datetime) -> int:
    GATE.admit(actor, now)
    return written(
        lambda: enter_unit_group(name=name, description=description, actor=actor, now=now),
        fact="unit_group.created", subject="unit_group", payload={"name": name}, actor=actor, now=now,
    )  # fmt: skip
