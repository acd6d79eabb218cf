from __future__ import annotations

from collections.abc import Collection

from polytill.domain.parties.selectors import Buyer, buyers_beside
from polytill.domain.registers.models import Shift
from polytill.kernel.actor import Actor


def open_shift_id(actor: Actor, user_id: int | None = None) -> int | None:
    """The user's open shift (the actor's own where none is named), of this business."""
    found = Shift.objects.visible_to(actor).filter(user_id=user_id or actor.user_id, status="open")
    return found.values_list("id", flat=True).first()


def at_the_till(contact_ids: Collection[int], actor: Actor) -> tuple[dict[int, Buyer], int | None]:
    """The buyers and the actor's open shift, in one statement."""
    question = (
        f"(SELECT s.id FROM {Shift._meta.db_table} s WHERE s.user_id = %s AND s.status = 'open' AND s.business_id = %s)"
    )
    return buyers_beside(question, (actor.user_id, actor.business_id), contact_ids, actor)
