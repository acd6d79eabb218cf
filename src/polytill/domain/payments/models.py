from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField, RateField


class Method(OfBusiness):
    """A way to pay. key: cash, card, cheque, bank_transfer, other, advance, gift_card, points, custom_pay_1 to 7."""

    key = models.CharField(max_length=32)
    label = models.CharField(max_length=100)
    position = models.SmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    variable_charge = RateField(default=Decimal(0))  # per cent of the amount
    fixed_charge = AmountField(default=Decimal(0))
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "key"], name="method_key")]


class Account(OfBusiness, Stamped):
    """A money account; balance is always the sum of its entries."""

    name = models.CharField(max_length=191)
    number = models.CharField(max_length=191, blank=True, default="")
    kind = models.CharField(max_length=32, blank=True, default="")
    note = models.TextField(blank=True, default="")
    balance = AmountField(default=Decimal(0))
    is_closed = models.BooleanField(default=False)
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)


class Payment(OfBusiness, Stamped):
    """Money for one sale, return, purchase or expense, or for none (an advance of `contact`).

    is_return marks change given back and refunds of a sale. instrument: card, cheque and bank details, never a card's
    security code. document: {name, path}.
    """

    sale = models.ForeignKey("sales.Sale", on_delete=models.PROTECT, null=True, related_name="payments")
    purchase = models.ForeignKey(
        "purchasing.Purchase", on_delete=models.PROTECT, null=True, related_name="payments", db_index=False
    )
    expense = models.ForeignKey(
        "ledger.Expense", on_delete=models.PROTECT, null=True, related_name="payments", db_index=False
    )
    contact = models.ForeignKey(
        "parties.Contact", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    method = models.CharField(max_length=32)
    amount = AmountField()
    is_return = models.BooleanField(default=False)
    is_advance = models.BooleanField(default=False)
    paid_at = models.DateTimeField()
    number = models.CharField(max_length=64)
    transaction_no = models.CharField(max_length=191, null=True)
    note = models.TextField(blank=True, default="")
    instrument = models.JSONField(null=True)
    denominations = models.JSONField(null=True)
    document = models.JSONField(null=True)
    extra_charges = AmountField(default=Decimal(0))
    created_by = models.ForeignKey(
        "identity.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    voided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["purchase"], name="payment_purchase", condition=Q(purchase__isnull=False)),
            models.Index(fields=["expense"], name="payment_expense", condition=Q(expense__isnull=False)),
            models.Index(fields=["contact", "paid_at"], name="payment_contact"),
            models.Index(fields=["parent"], name="payment_parent", condition=Q(parent__isnull=False)),
        ]


class AccountEntry(OfBusiness):
    """amount is signed; balance is the account's after it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    amount = AmountField()
    balance = AmountField()
    reason = models.CharField(max_length=24)
    note = models.CharField(max_length=255, blank=True, default="")
    created_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
