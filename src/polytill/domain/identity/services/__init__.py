from polytill.domain.identity.services.credentials import (
    issue_key,
    issue_token,
    note_use,
    revoke_all,
    revoke_key,
    revoke_token,
)

__all__ = ["issue_key", "issue_token", "note_use", "revoke_all", "revoke_key", "revoke_token"]
