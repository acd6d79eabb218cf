from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from polytill.api.integration.schemas.commission_agents import AgentChange, AgentIn, AgentQuery
from polytill.domain.identity.selectors import Agent, AgentQuestion
from polytill.operations.create_commission_agent import CreateCommissionAgent
from polytill.operations.update_commission_agent import UpdateCommissionAgent

COLUMNS = ("id", "full_name", "email", "contact_no", "address", "cmmsn_percent", "status", "created_at")


def question(query: AgentQuery) -> AgentQuestion:
    sort = "commission_percent" if query.sort == "cmmsn_percent" else query.sort
    return AgentQuestion(status=query.status, text=query.term, sort=sort, descending=query.direction == "desc")


def creation(body: AgentIn) -> CreateCommissionAgent:
    return CreateCommissionAgent(
        first_name=body.first_name,
        commission_percent=body.cmmsn_percent,
        surname=body.surname or "",
        last_name=body.last_name or "",
        email=body.email or "",
        contact_number=body.contact_no or "",
        address=body.address or "",
        language=body.language or "en",
    )


def change(agent_id: int, body: AgentChange) -> UpdateCommissionAgent:
    sent = body.sent()
    texts: dict[str, Any] = {
        name: sent[name] or "" for name in ("surname", "last_name", "email", "address") if name in sent
    }
    if "contact_no" in sent:
        texts["contact_number"] = sent["contact_no"] or ""
    percent = (sent["cmmsn_percent"] or Decimal(0)) if "cmmsn_percent" in sent else None
    return UpdateCommissionAgent(agent_id=agent_id, first_name=body.first_name, commission_percent=percent, **texts)


def row(agent: Agent) -> Mapping[str, Any]:
    return {
        "id": agent.id,
        "full_name": agent.full_name,
        "email": agent.email or None,
        "contact_no": agent.contact_number or None,
        "address": agent.address or None,
        "cmmsn_percent": agent.commission_percent,
        "status": agent.status,
        "created_at": agent.created_at,
    }


def detail(agent: Agent) -> Mapping[str, Any]:
    return {
        "id": agent.id,
        "surname": agent.surname or None,
        "first_name": agent.first_name or None,
        "last_name": agent.last_name or None,
        "full_name": agent.full_name,
        "email": agent.email or None,
        "contact_no": agent.contact_number or None,
        "address": agent.address or None,
        "cmmsn_percent": agent.commission_percent,
        "status": agent.status,
        "allow_login": agent.allow_login,
        "is_commission_agent": True,
        "created_at": agent.created_at,
        "updated_at": agent.updated_at,
    }
