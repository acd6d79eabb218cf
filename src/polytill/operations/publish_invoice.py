from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from polytill.domain.business.selectors import shop
from polytill.domain.sales.rewriting import set_invoice_token
from polytill.domain.sales.selectors import Where, visible_id
from polytill.domain.sales.selectors.documents import lock_document
from polytill.domain.storage.durable import durable
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.money import plain

TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class PublicInvoice:
    """payment_link is None where the shop takes no payments online or nothing is due."""

    token: str
    payment_link: str | None


def publish_invoice(*, sale_id: int, within: Where, actor: Actor, now: datetime) -> PublicInvoice:
    """The sale's public token, made when it is first asked for. Whoever sees the sale may hand it to its customer."""

    def work() -> PublicInvoice:
        sale = lock_document(visible_id(sale_id, within, actor), actor)
        token = sale["invoice_token"]
        if token is None:
            token = secrets.token_urlsafe(TOKEN_BYTES)
            set_invoice_token(sale_id=sale_id, token=token, actor=actor, now=now)
        return PublicInvoice(token, _payment_link(sale, token, actor))

    return durable(work)


def _payment_link(sale: Row, token: str, actor: Actor) -> str | None:
    """The setting is an address with {token}, {number} and {due} in it."""
    address, due = shop(actor.business_id).settings.payment_link, sale["total"] - sale["paid"]
    if not address or sale["is_suspended"] or due <= 0:
        return None
    for name, value in (("token", token), ("number", sale["number"]), ("due", plain(due))):
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address
