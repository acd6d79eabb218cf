"""A draft that is about to be changed or deleted: found, locked, and the right of its kind asked for."""

from __future__ import annotations

from datetime import datetime

from polytill.domain.sales.selectors import drafts_of, visible_id
from polytill.domain.sales.selectors.documents import lock_document
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.operations.steps.voiding import refuse_with_returns
from polytill.operations.steps.window import need_edit_window


def lock_draft(draft_id: int, right: str, *, actor: Actor, now: datetime) -> Row:
    """right: update or delete, of quotations or of all other drafts, as the draft stands now."""
    draft = lock_document(visible_id(draft_id, drafts_of(actor), actor), actor)
    visible_id(draft_id, drafts_of(actor), actor)  # it may have become an invoice before it was locked
    kind = "quotation" if draft["sub_status"] == "quotation" else "draft"
    actor.need(f"{kind}.{right}")
    need_edit_window(draft, actor=actor, now=now)
    refuse_with_returns(draft, actor)
    return draft
