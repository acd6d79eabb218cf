from __future__ import annotations

from datetime import datetime

from polytill.domain.catalog.services import enter_brand
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("brand.create", "product.create"))


def create_brand(*, name: str, description: str = "", actor: Actor, now: datetime) -> int:
    GATE.admit(actor, now)
    return written(
        lambda: enter_brand(name=name, description=description, actor=actor, now=now),
        fact="brand.created", subject="brand", payload={"name": name}, actor=actor, now=now,
    )  # fmt: skip
