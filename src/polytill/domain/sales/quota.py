"""What counts against a package's invoices."""

from __future__ import annotations

from datetime import date

from polytill.domain.business.selectors import shop
from polytill.domain.sales.models import Sale
from polytill.kernel.actor import Actor
from polytill.kernel.time import day_bounds


def invoices_issued(first: date, last: date, actor: Actor) -> int:
    """Final sales of the business dated on those days, both inclusive; a deleted one gives its place back."""
    sales = Sale.objects.visible_to(actor).filter(type="sell", status="final", voided_at__isnull=True)
    if last == date.max:
        since, _ = day_bounds(first, first, shop(actor.business_id).tz)
        return sales.filter(at__gte=since).count()
    since, until = day_bounds(first, last, shop(actor.business_id).tz)
    return sales.filter(at__gte=since, at__lt=until).count()
