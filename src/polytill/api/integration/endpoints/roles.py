from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.integration.envelope import bare, many, one, saved
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.roles import RoleIn, RoleQuery
from polytill.api.integration.translate.roles import COLUMNS, detail, permissions, question, row
from polytill.domain.identity.selectors import role, role_as_written, roles
from polytill.operations.create_role import GATE as CREATES
from polytill.operations.create_role import create_role
from polytill.operations.delete_role import GATE as DELETES
from polytill.operations.delete_role import delete_role
from polytill.operations.steps.gate import Gate
from polytill.operations.update_role import GATE as UPDATES
from polytill.operations.update_role import update_role

routes = Routes("Roles")
READS = Gate(permissions=("roles.view",))


@routes.get("/roles", gate=READS, query=RoleQuery, failure="Could not list roles")
def list_roles(call: Call, query: RoleQuery) -> HttpResponseBase:
    return many(call, query, "roles", roles(question(query), call.actor), row, COLUMNS)


@routes.get("/roles/{int:id}", gate=READS, query=OneQuery)
def get_role(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"role-{id}", detail(role(id, call.actor)))


@routes.post("/roles", gate=CREATES, body=RoleIn, status=201)
def create(call: Call, body: RoleIn) -> HttpResponseBase:
    role_id = create_role(
        name=body.name,
        permissions=permissions(body),
        is_service_staff=bool(body.is_service_staff),
        actor=call.actor,
        now=call.now,
    )
    return bare(call, detail(role_as_written(role_id, call.actor)), 201)


@routes.put("/roles/{int:id}", gate=UPDATES, body=RoleIn)
def update(call: Call, id: int, body: RoleIn) -> HttpResponseBase:
    update_role(
        role_id=id,
        name=body.name,
        permissions=permissions(body),
        is_service_staff=body.is_service_staff,
        actor=call.actor,
        now=call.now,
    )
    return bare(call, detail(role_as_written(id, call.actor)))


@routes.delete("/roles/{int:id}", gate=DELETES)
def delete(call: Call, id: int) -> HttpResponseBase:
    delete_role(role_id=id, actor=call.actor, now=call.now)
    return saved(call, "The role was deleted.", {"id": id})
