from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.common.renaming import named
from polytill.api.integration.envelope import many, one, record, saved
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.schemas.types_of_service import TypesOfServiceIn, TypesOfServiceQuery
from polytill.api.integration.translate.types_of_service import COLUMNS, WORDS, changes, row, terms
from polytill.domain.dining.selectors import service_type, service_types
from polytill.operations.create_service_type import GATE as CREATES
from polytill.operations.create_service_type import create_service_type
from polytill.operations.delete_service_type import GATE as DELETES
from polytill.operations.delete_service_type import delete_service_type
from polytill.operations.steps.service_terms import READS
from polytill.operations.update_service_type import GATE as UPDATES
from polytill.operations.update_service_type import update_service_type

routes = Routes("Types of service")


@routes.get("/types-of-service", gate=READS, query=TypesOfServiceQuery, failure="Could not list types of service")
def list_types_of_service(call: Call, query: TypesOfServiceQuery) -> HttpResponseBase:
    found = service_types(actor=call.actor, term=query.term, sort=query.sort, descending=query.direction == "desc")
    return many(call, query, "types-of-service", found, row, COLUMNS)


@routes.get("/types-of-service/{int:id}", gate=READS, query=OneQuery)
def get_type_of_service(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"type-of-service-{id}", row(service_type(id, call.actor)))


@routes.post("/types-of-service", gate=CREATES, body=TypesOfServiceIn, status=201)
def create(call: Call, body: TypesOfServiceIn) -> HttpResponseBase:
    with named(WORDS):
        created = create_service_type(terms=terms(body), actor=call.actor, now=call.now)
    return record(call, row(service_type(created, call.actor)), 201)


@routes.put("/types-of-service/{int:id}", gate=UPDATES, body=TypesOfServiceIn)
def update(call: Call, id: int, body: TypesOfServiceIn) -> HttpResponseBase:
    with named(WORDS):
        update_service_type(service_type_id=id, changes=changes(body), actor=call.actor, now=call.now)
    return record(call, row(service_type(id, call.actor)))


@routes.delete("/types-of-service/{int:id}", gate=DELETES)
def delete(call: Call, id: int) -> HttpResponseBase:
    delete_service_type(service_type_id=id, actor=call.actor, now=call.now)
    return saved(call, "The type of service was deleted.", {"id": id})
