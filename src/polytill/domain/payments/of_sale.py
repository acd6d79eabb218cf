"""The payments of one sale, order or return, and of purchases and expenses where it says so."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from polytill.domain.payments.models import Payment
from polytill.domain.storage.sql import Row
from polytill.kernel.actor import Actor
from polytill.kernel.money import EXACT, ZERO


def has_payments(sale_id: int, actor: Actor) -> bool:
    """One that stands; voided ones don't count."""
    return Payment.objects.visible_to(actor).filter(sale_id=sale_id, voided_at__isnull=True).exists()


def payments_of(sale_id: int, actor: Actor) -> list[Row]:
    """Those that stand, oldest first, as rows."""
    rows = Payment.objects.visible_to(actor).filter(sale_id=sale_id, voided_at__isnull=True).order_by("id")
    return list(rows.values(*(field.attname for field in Payment._meta.concrete_fields)))


def paid_for(document_id: int, actor: Actor, key: str = "sale_id") -> Decimal:
    """The sum of those that stand; change and refunds count negative. key: sale_id, purchase_id or expense_id."""
    rows = Payment.objects.visible_to(actor).filter(**{key: document_id}, voided_at__isnull=True)
    sums = dict(rows.order_by().values_list("is_return").annotate(sum=Sum("amount")))
    return EXACT.subtract(sums.get(False, ZERO), sums.get(True, ZERO))


def change_payment(*, payment_id: int, fields: Row, actor: Actor, now: datetime) -> None:
    Payment.objects.visible_to(actor).filter(pk=payment_id).update(**fields, updated_at=now)


def void_payments(*, ids: list[int], actor: Actor, now: datetime) -> None:
    rows = Payment.objects.visible_to(actor).filter(pk__in=ids, voided_at__isnull=True)
    rows.update(voided_at=now, updated_at=now)
