from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from polytill.domain.catalog.services import enter_variation_template
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("product.create",))


def create_variation_template(*, name: str, values: Sequence[str], actor: Actor, now: datetime) -> int:
    GATE.admit(actor, now)
    return written(
        lambda: enter_variation_template(name=name, values=values, actor=actor, now=now),
        fact="variation_template.created", subject="variation_template", payload={"name": name, "values": list(values)},
        actor=actor, now=now,
    )  # fmt: skip
