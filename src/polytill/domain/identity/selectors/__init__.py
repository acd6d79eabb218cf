from polytill.domain.identity.selectors.agents import Agent, AgentQuestion, agent, agent_as_written, agents
from polytill.domain.identity.selectors.credentials import (
    USE_IS_NOTED_EVERY,
    Credential,
    actor_by_session,
    actor_of,
    by_key,
    by_token,
    digest,
    password_stamp,
)
from polytill.domain.identity.selectors.issued import IssuedCredential, credentials_of
from polytill.domain.identity.selectors.people import names_of, staff_exists, user_by_name_for_system
from polytill.domain.identity.selectors.roles import RoleQuestion, RoleRow, role, role_as_written, roles
from polytill.domain.identity.selectors.staff import (
    RoleName,
    StaffMember,
    StaffQuestion,
    StaffRow,
    staff,
    staff_count,
    staff_member,
    staff_member_as_written,
)

__all__ = [
    "USE_IS_NOTED_EVERY",
    "Agent",
    "AgentQuestion",
    "Credential",
    "IssuedCredential",
    "RoleName",
    "RoleQuestion",
    "RoleRow",
    "StaffMember",
    "StaffQuestion",
    "StaffRow",
    "actor_by_session",
    "actor_of",
    "agent",
    "agent_as_written",
    "agents",
    "by_key",
    "by_token",
    "credentials_of",
    "digest",
    "names_of",
    "password_stamp",
    "role",
    "role_as_written",
    "roles",
    "staff",
    "staff_count",
    "staff_exists",
    "staff_member",
    "staff_member_as_written",
    "user_by_name_for_system",
]
