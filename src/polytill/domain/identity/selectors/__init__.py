from polytill.domain.identity.selectors.credentials import (
    USE_IS_NOTED_EVERY,
    Credential,
    actor_by_user_id,
    actor_of,
    by_key,
    by_token,
    digest,
)
from polytill.domain.identity.selectors.people import names_of, staff_exists, user_by_name_for_system

__all__ = [
    "USE_IS_NOTED_EVERY",
    "Credential",
    "actor_by_user_id",
    "actor_of",
    "by_key",
    "by_token",
    "digest",
    "names_of",
    "staff_exists",
    "user_by_name_for_system",
]
