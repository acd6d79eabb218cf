from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.common.renaming import named
from polytill.api.integration.envelope import bare, many, one, saved
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.users import UserChange, UserIn, UserQuery
from polytill.api.integration.translate.users import COLUMNS, WORDS, change, creation, detail, question, row
from polytill.domain.identity.selectors import StaffMember, staff, staff_member, staff_member_as_written
from polytill.domain.parties.selectors import chosen_contacts_of
from polytill.operations.create_user import GATE as CREATES
from polytill.operations.create_user import create_user
from polytill.operations.delete_user import GATE as DELETES
from polytill.operations.delete_user import delete_user
from polytill.operations.steps.gate import Gate
from polytill.operations.update_user import GATE as UPDATES
from polytill.operations.update_user import update_user

routes = Routes("Users")
LISTS = Gate(permissions=("user.view", "user.create"))
READS = Gate(permissions=("user.view",))


@routes.get("/users", gate=LISTS, query=UserQuery, failure="Could not list users")
def list_users(call: Call, query: UserQuery) -> HttpResponseBase:
    return many(call, query, "users", staff(question(query), call.actor), row, COLUMNS)


@routes.get("/users/{int:id}", gate=READS, query=OneQuery)
def get_user(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"user-{id}", _detail(call, staff_member(id, call.actor)))


@routes.post("/users", gate=CREATES, body=UserIn, status=201)
def create(call: Call, body: UserIn) -> HttpResponseBase:
    with named(WORDS):
        user_id = create_user(creation(body), actor=call.actor, now=call.now)
    return bare(call, _detail(call, staff_member_as_written(user_id, call.actor)), 201)


@routes.put("/users/{int:id}", gate=UPDATES, body=UserChange)
def update(call: Call, id: int, body: UserChange) -> HttpResponseBase:
    with named(WORDS):
        update_user(change(id, body), actor=call.actor, now=call.now)
    return bare(call, _detail(call, staff_member_as_written(id, call.actor)))


@routes.delete("/users/{int:id}", gate=DELETES)
def delete(call: Call, id: int) -> HttpResponseBase:
    delete_user(user_id=id, actor=call.actor, now=call.now)
    return saved(call, "The user was deleted.", {"id": id})


def _detail(call: Call, member: StaffMember) -> Mapping[str, Any]:
    contacts = chosen_contacts_of(member.row.id, call.actor) if member.contacts_limited else []
    return detail(member, contacts)
