"""A new product with its variations, ready to be stocked and sold."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.business.selectors import shop
from polytill.domain.catalog.products import NewProduct
from polytill.domain.catalog.references import sku_prefix
from polytill.domain.catalog.services import enter_product
from polytill.domain.taxes.selectors import rates
from polytill.kernel.actor import Actor
from polytill.kernel.money import ZERO
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.product_terms import check_product
from polytill.operations.steps.written import written

GATE = Gate(permissions=("product.create",))


def create_product(*, product: NewProduct, actor: Actor, now: datetime) -> int:
    GATE.admit(actor, now)
    places = tuple(shop(actor.business_id).locations)

    def enter() -> int:
        check_product(product, actor)
        return enter_product(
            product=product,
            percent=ZERO if product.tax_id is None else rates(actor)[product.tax_id].percent,
            sku_prefix=sku_prefix(actor),
            location_ids=places if product.location_ids is None else product.location_ids,
            actor=actor,
            now=now,
        )

    payload = {"name": product.name, "type": product.type, "variations": len(product.variations)}
    return written(enter, fact="product.created", subject="product", payload=payload, actor=actor, now=now)
