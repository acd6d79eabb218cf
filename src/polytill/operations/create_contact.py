from __future__ import annotations

from datetime import datetime

from polytill.domain.parties.contacts import NewContact
from polytill.domain.parties.services import enter_contact
from polytill.kernel.actor import Actor
from polytill.operations.steps.codes import next_code
from polytill.operations.steps.gate import Gate
from polytill.operations.steps.written import written

# A lead is a customer to be.
GATES = {
    "customer": Gate(permissions=("customer.create",)),
    "lead": Gate(permissions=("customer.create",)),
    "supplier": Gate(permissions=("supplier.create",)),
}


def create_contact(*, contact: NewContact, actor: Actor, now: datetime) -> int:
    """One that is both customer and supplier needs both permissions."""
    for kind in ("customer", "supplier") if contact.type == "both" else (contact.type,):
        GATES.get(kind, GATES["customer"]).admit(actor, now)

    def enter() -> int:
        code = contact.code or next_code("contact", actor=actor, now=now)
        return enter_contact(contact=contact, code=code, actor=actor, now=now)

    payload = {"type": contact.type, "name": contact.name}
    return written(enter, fact="contact.created", subject="contact", payload=payload, actor=actor, now=now)
