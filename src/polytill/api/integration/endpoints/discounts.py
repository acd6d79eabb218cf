from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.integration.envelope import saved
from polytill.operations.steps.gate import Gate

routes = Routes("Discounts")
READS = Gate(permissions=("discount.access",))


@routes.get("/discounts", gate=READS)
def list_discounts(call: Call) -> HttpResponseBase:
    return saved(call, "x", [])


@routes.get("/discounts/{int:id}", gate=READS)
def get_discount(call: Call, id: int) -> HttpResponseBase:
    return saved(call, "x", [id])
