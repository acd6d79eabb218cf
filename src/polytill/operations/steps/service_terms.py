"""What every written type of service must satisfy."""

from __future__ import annotations

from polytill.domain.business.selectors import shop
from polytill.domain.dining.service_types import DEFAULT_PRICE, ServiceTerms
from polytill.domain.pricing.selectors import missing_price_groups
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid
from polytill.operations.steps.gate import Gate

READS = Gate(permissions=("access_types_of_service",), modules=("types_of_service",))
WRITES = Gate(permissions=("access_types_of_service",), modules=("types_of_service",), demo_refused=True)


def check_service(terms: ServiceTerms, actor: Actor) -> None:
    groups = terms.price_groups or {}
    wrong: dict[str, list[str]] = {}
    if not groups.keys() <= shop(actor.business_id).locations.keys():
        wrong["price_groups"] = ["One of the locations is invalid."]
    elif missing_price_groups({group for group in groups.values() if group != DEFAULT_PRICE}, actor):
        wrong["price_groups"] = ["One of the price groups is invalid."]
    if terms.packing_charge < 0:
        wrong["packing_charge"] = ["The packing charge field must be at least 0."]
    if wrong:
        raise invalid(wrong)
