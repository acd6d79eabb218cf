from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from polytill.domain.taxes.services import enter_tax_rate
from polytill.kernel.actor import Actor
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("tax_rate.create",))


def create_tax_rate(
    *,
    name: str,
    percent: Decimal,
    code: str = "",
    only_in_groups: bool = False,
    country_code: str = "",
    description: str = "",
    actor: Actor,
    now: datetime,
) -> int:
    GATE.admit(actor, now)

    def enter() -> int:
        return enter_tax_rate(
            name=name,
            percent=percent,
            code=code,
            only_in_groups=only_in_groups,
            country_code=country_code,
            description=description,
            actor=actor,
            now=now,
        )

    payload = {"name": name, "percent": percent}
    return written(enter, fact="tax_rate.created", subject="tax_rate", payload=payload, actor=actor, now=now)
