from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField


class Register(OfBusiness, Stamped):
    """A drawer with a name, where a shop names them; others open shifts without one."""

    location = models.ForeignKey("business.Location", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=191)
    description = models.TextField(blank=True, default="")
    status = models.CharField(max_length=12, default="closed")
    printer = models.JSONField(default=dict)
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")


class Shift(OfBusiness, Stamped):
    """One user's session at a drawer, from the float to the count."""

    location = models.ForeignKey("business.Location", on_delete=models.PROTECT, null=True, related_name="+")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, null=True, related_name="shifts")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=5, default="open")  # open, close
    number = models.CharField(max_length=64, blank=True, default="")  # given at closing, from a gap-free series
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.BigIntegerField(null=True)
    expected_cash = AmountField(null=True)  # as worked out at closing
    closing_amount = AmountField(default=Decimal(0))
    total_card_slips = models.IntegerField(default=0)
    total_cheques = models.IntegerField(default=0)
    closing_note = models.TextField(blank=True, default="")
    denominations = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(status="open"), name="shift_one_open_a_user")
        ]
        indexes = [models.Index(fields=["business", "opened_at"], name="shift_opened")]


class CashMovement(OfBusiness, Stamped):
    """A line of a shift. amount is never negative; type says the direction (credit into the drawer)."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="movements")
    amount = AmountField()
    method = models.CharField(max_length=32)
    type = models.CharField(max_length=6)  # credit, debit
    kind = models.CharField(max_length=12)  # initial, sell, transfer, expense, refund, cash_in, cash_out
    source_id = models.BigIntegerField(null=True)  # the sale, return or expense
    payment_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="movement_not_negative")]
        indexes = [models.Index(fields=["business", "source_id"], name="movement_source")]
