"""What must hold before an operation starts: permission, module, demo installation, subscription, invoice quota.

An operation names its gate once, admits the actor first, and a door that must refuse before it reads the body asks the
same gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from polytill.domain.business.selectors import Shop, shop
from polytill.domain.sales.quota import invoices_issued
from polytill.kernel.actor import Actor
from polytill.kernel.errors import forbidden, payment_required


@dataclass(frozen=True, slots=True)
class Gate:
    """permissions: any one of them. demo_refused: not in a demo installation."""

    permissions: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    demo_refused: bool = False
    subscription: bool = False
    invoice_quota: bool = False

    def admit(self, actor: Actor, now: datetime) -> None:
        if self.permissions:
            actor.need(*self.permissions)
        for module in self.modules:
            need_module(actor, module)
        if self.demo_refused:
            refuse_in_demo(actor)
        if self.subscription:
            need_subscription(actor, now)
        if self.invoice_quota:
            need_invoice_quota(actor, now)


def has_module(actor: Actor, module: str) -> bool:
    """Sales orders are a setting of the till, all else stands in the list of modules."""
    business = shop(actor.business_id)
    return business.settings.enable_sales_order if module == "enable_sales_order" else module in business.modules


def need_module(actor: Actor, module: str) -> None:
    if not has_module(actor, module):
        raise forbidden("module.disabled", "This feature is switched off for the business.", module=module)


def refuse_in_demo(actor: Actor) -> None:
    if settings.DEMO_MODE:
        raise forbidden("demo.refused", "This is not possible in the demo.")


def need_subscription(actor: Actor, now: datetime) -> None:
    business = shop(actor.business_id)
    if business.term_on(_today(business, now)) is None:
        raise payment_required("subscription.missing", "The business has no active subscription.")


def need_invoice_quota(actor: Actor, now: datetime, wanted: int = 1) -> None:
    """A limit of 0 is no limit. Without a subscription there is no package that could be used up."""
    business = shop(actor.business_id)
    term = business.term_on(_today(business, now))
    limit = 0 if term is None else term.limits.get("invoice_count", 0)
    if limit and invoices_issued(term.starts_on, term.ends_on, actor) + wanted > limit:  # type: ignore[union-attr]
        raise payment_required("quota.invoices", "The package has no invoices left.", limit=limit)


def _today(business: Shop, now: datetime) -> date:
    return now.astimezone(business.tz).date()
