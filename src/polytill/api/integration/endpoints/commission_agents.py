from __future__ import annotations

from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Routes
from polytill.api.common.renaming import named
from polytill.api.integration.envelope import many, one, saved
from polytill.api.integration.schemas.commission_agents import AgentChange, AgentIn, AgentQuery
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.translate.commission_agents import COLUMNS, change, creation, detail, question, row
from polytill.domain.identity.selectors import agent, agent_as_written, agents
from polytill.operations.create_commission_agent import GATE as CREATES
from polytill.operations.create_commission_agent import create_commission_agent
from polytill.operations.delete_commission_agent import GATE as DELETES
from polytill.operations.delete_commission_agent import delete_commission_agent
from polytill.operations.steps.gate import Gate
from polytill.operations.update_commission_agent import GATE as UPDATES
from polytill.operations.update_commission_agent import update_commission_agent

routes = Routes("Commission agents")
READS = Gate(permissions=("user.view", "user.create"))
WORDS = {"commission_percent": "cmmsn_percent", "contact_number": "contact_no"}


@routes.get("/commission-agents", gate=READS, query=AgentQuery, failure="Could not list commission agents")
def list_agents(call: Call, query: AgentQuery) -> HttpResponseBase:
    return many(call, query, "commission-agents", agents(question(query), call.actor), row, COLUMNS)


@routes.get("/commission-agents/{int:id}", gate=READS, query=OneQuery)
def get_agent(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"commission-agent-{id}", detail(agent(id, call.actor)))


@routes.post("/commission-agents", gate=CREATES, body=AgentIn, status=201, failure="Could not create commission agent")
def create(call: Call, body: AgentIn) -> HttpResponseBase:
    with named(WORDS):
        agent_id = create_commission_agent(creation(body), actor=call.actor, now=call.now)
    return saved(call, "Created", detail(agent_as_written(agent_id, call.actor)), 201)


@routes.put("/commission-agents/{int:id}", gate=UPDATES, body=AgentChange, failure="Could not update commission agent")
def update(call: Call, id: int, body: AgentChange) -> HttpResponseBase:
    with named(WORDS):
        update_commission_agent(change(id, body), actor=call.actor, now=call.now)
    return saved(call, "Updated", detail(agent_as_written(id, call.actor)))


@routes.delete("/commission-agents/{int:id}", gate=DELETES, failure="Could not delete commission agent")
def delete(call: Call, id: int) -> HttpResponseBase:
    delete_commission_agent(agent_id=id, actor=call.actor, now=call.now)
    return saved(call, "Deleted", {"id": id})
