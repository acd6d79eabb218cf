from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from polytill.domain.taxes.services import enter_tax_group
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("tax_rate.create",))


def create_tax_group(
    *,
    name: str,
    rate_ids: Sequence[int],
    code: str = "",
    country_code: str = "",
    description: str = "",
    actor: Actor,
    now: datetime,
) -> int:
    """Taxes that are charged together and shown apart."""
    GATE.admit(actor, now)

    def enter() -> int:
        return enter_tax_group(
            name=name,
            rate_ids=rate_ids,
            code=code,
            country_code=country_code,
            description=description,
            actor=actor,
            now=now,
        )

    payload = {"name": name, "rate_ids": list(rate_ids)}
    return written(enter, fact="tax_group.created", subject="tax_rate", payload=payload, actor=actor, now=now)
