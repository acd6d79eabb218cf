from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField


class Wallet(OfBusiness, Stamped):
    """Value held for a customer or on a card: advance (money), points (reward points) or gift_card (money).

    balance is always the sum of the entries.
    """

    kind = models.CharField(max_length=10)
    contact = models.ForeignKey("parties.Contact", on_delete=models.PROTECT, null=True, related_name="+")
    card_number = models.CharField(max_length=64, null=True)
    balance = AmountField(default=Decimal(0))
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "kind"], condition=~Q(kind="gift_card"), name="wallet_once"),
            models.UniqueConstraint(
                fields=["business", "card_number"], condition=Q(card_number__isnull=False), name="gift_card_number"
            ),
            models.CheckConstraint(condition=Q(balance__gte=0) | ~Q(kind="gift_card"), name="gift_card_not_overspent"),
        ]


class WalletEntry(OfBusiness):
    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="entries")
    amount = AmountField()
    balance = AmountField()  # after it
    reason = models.CharField(max_length=16)  # deposit, payment, refund, earned, redeemed, returned, expired, undone
    source_kind = models.CharField(max_length=16, blank=True, default="")
    source_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=255, blank=True, default="")
    expires_on = models.DateField(null=True)
    created_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["business", "source_kind", "source_id"], name="wallet_source")]
