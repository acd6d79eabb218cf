from __future__ import annotations

from datetime import datetime

from polytill.domain.storage.durable import durable
from polytill.kernel.actor import Actor
from polytill.operations.steps.drafts import lock_draft
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.voiding import void_document

GATE = Gate(
    permissions=("draft.delete", "quotation.delete"), modules=("add_sale",), demo_refused=True, subscription=True
)


def delete_draft(*, draft_id: int, actor: Actor, now: datetime) -> None:
    GATE.admit(actor, now)
    durable(lambda: void_document(lock_draft(draft_id, "delete", actor=actor, now=now), actor=actor, now=now))
