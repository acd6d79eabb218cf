from __future__ import annotations

from datetime import datetime

from polytill.domain.catalog.services import enter_category
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("category.create", "product.create"))


def create_category(
    *,
    name: str,
    kind: str = "product",
    code: str = "",
    parent_id: int | None = None,
    description: str = "",
    displays_on_pos: bool = True,
    position: int = 0,
    actor: Actor,
    now: datetime,
) -> int:
    GATE.admit(actor, now)

    def enter() -> int:
        return enter_category(
            name=name,
            kind=kind,
            code=code,
            parent_id=parent_id,
            description=description,
            displays_on_pos=displays_on_pos,
            position=position,
            actor=actor,
            now=now,
        )

    payload = {"name": name, "kind": kind, "parent_id": parent_id}
    return written(enter, fact="category.created", subject="category", payload=payload, actor=actor, now=now)
