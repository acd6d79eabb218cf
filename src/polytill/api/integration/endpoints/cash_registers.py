from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.integration.envelope import many, one, saved
from polytill.api.integration.schemas.cash_registers import CloseRegisterIn, OpenRegisterIn, RegisterQuery
from polytill.api.integration.schemas.queries import ListQuery, OneQuery
from polytill.api.integration.translate import cash_registers as translate
from polytill.domain.registers.selectors import movements, shift, shifts
from polytill.kernel.money import ZERO
from polytill.operations.close_register import GATE as CLOSES
from polytill.operations.close_register import close_register
from polytill.operations.open_register import GATE as OPENS
from polytill.operations.open_register import open_register
from polytill.operations.steps.gate import Gate, has_module
from polytill.reports.register_details import register_details

routes = Routes("Cash registers")
READS = Gate(permissions=("view_cash_register",), modules=("pos_sale",))


@routes.get("/cash-registers", gate=READS, query=RegisterQuery)
def list_registers(call: Call, query: RegisterQuery) -> HttpResponseBase:
    found = shifts(translate.question(query, call.shop), call.actor)
    return many(call, query, "cash-registers", found, translate.row, translate.COLUMNS)


@routes.get("/cash-registers/{int:id}", gate=READS, query=OneQuery)
def get_register(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"cash-register-{id}", translate.row(shift(id, call.actor)))


@routes.get("/cash-registers/{int:id}/details", gate=READS, query=OneQuery)
def get_details(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    found = register_details(shift_id=id, actor=call.actor, now=call.now)
    with_services = has_module(call.actor, "types_of_service")
    return one(call, query, f"cash-register-{id}-details", translate.details(found, with_services=with_services))


@routes.get("/cash-registers/{int:id}/transactions", gate=READS, query=ListQuery)
def list_transactions(call: Call, id: int, query: ListQuery) -> HttpResponseBase:
    found = movements(shift(id, call.actor).id, call.actor)
    name = f"cash-register-{id}-transactions"
    return many(call, query, name, found, translate.line, translate.LINE_COLUMNS, cash_register_id=id)


@routes.post("/cash-registers/open", gate=OPENS, body=OpenRegisterIn, status=201)
def open_(call: Call, body: OpenRegisterIn) -> HttpResponseBase:
    amount = ZERO if body.initial_amount is None else body.initial_amount
    shift_id = open_register(actor=call.actor, location_id=body.location_id, float_amount=amount, now=call.now)
    return saved(call, "The cash register was opened.", translate.opened(shift(shift_id, call.actor)), 201)


@routes.post("/cash-registers/close", gate=CLOSES, body=CloseRegisterIn)
def close(call: Call, body: CloseRegisterIn) -> HttpResponseBase:
    result = close_register(
        actor=call.actor,
        user_id=body.user_id,
        closing_amount=body.closing_amount,
        total_card_slips=body.total_card_slips or 0,
        total_cheques=body.total_cheques or 0,
        note=body.closing_note or "",
        denominations=body.denominations,
        now=call.now,
    )
    return saved(call, "The cash register was closed.", translate.closed(result))
