from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from polytill.domain.catalog.references import missing
from polytill.domain.pricing.services import enter_price_group, set_group_prices
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("product.create",))


def create_price_group(
    *,
    name: str,
    description: str = "",
    prices: Sequence[tuple[int, str, Decimal]] = (),
    actor: Actor,
    now: datetime,
) -> int:
    """prices: (variation, fixed or percentage, value); fixed prices stand with tax."""
    GATE.admit(actor, now)

    def enter() -> int:
        if missing("variation", [variation for variation, _, _ in prices], actor):
            raise invalid({"prices": ["The selected prices are invalid."]})
        group_id = enter_price_group(name=name, description=description, actor=actor, now=now)
        set_group_prices(price_group_id=group_id, prices=prices, actor=actor)
        return group_id

    payload = {"name": name, "prices": len(prices)}
    return written(enter, fact="price_group.created", subject="price_group", payload=payload, actor=actor, now=now)
