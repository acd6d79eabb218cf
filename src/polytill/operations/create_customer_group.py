from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from polytill.domain.parties.services import enter_customer_group
from polytill.domain.pricing.asking import price_group_exists
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.kernel.money import ZERO
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

GATE = Gate(permissions=("customer.create",))


def create_customer_group(
    *,
    name: str,
    price_rule: str = "percentage",
    amount: Decimal = ZERO,
    selling_price_group_id: int | None = None,
    minimal_credit_payment: Decimal = ZERO,
    description: str = "",
    actor: Actor,
    now: datetime,
) -> int:
    GATE.admit(actor, now)

    def enter() -> int:
        if selling_price_group_id is not None and not price_group_exists(selling_price_group_id, actor):
            raise invalid({"selling_price_group_id": ["The selected selling_price_group_id is invalid."]})
        return enter_customer_group(
            name=name,
            price_rule=price_rule,
            amount=amount,
            selling_price_group_id=selling_price_group_id,
            minimal_credit_payment=minimal_credit_payment,
            description=description,
            actor=actor,
            now=now,
        )

    payload = {"name": name, "price_rule": price_rule, "amount": amount}
    return written(
        enter, fact="customer_group.created", subject="customer_group", payload=payload, actor=actor, now=now
    )
