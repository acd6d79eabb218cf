from __future__ import annotations

from decimal import Decimal

from django.db import models

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField


class ExpenseCategory(OfBusiness, Stamped):
    name = models.CharField(max_length=191)
    code = models.CharField(max_length=64, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    deleted_at = models.DateTimeField(null=True)


class Expense(OfBusiness, Stamped):
    location = models.ForeignKey("business.Location", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(ExpenseCategory, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey("parties.Contact", on_delete=models.PROTECT, null=True, related_name="+")
    for_user = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=191)
    is_refund = models.BooleanField(default=False)
    payment_status = models.CharField(max_length=8, default="due")
    at = models.DateTimeField()
    total_before_tax = AmountField(default=Decimal(0))
    tax = models.ForeignKey("taxes.TaxRate", on_delete=models.PROTECT, null=True, related_name="+")
    tax_amount = AmountField(default=Decimal(0))
    total = AmountField(default=Decimal(0))
    paid = AmountField(default=Decimal(0))
    note = models.TextField(blank=True, default="")
    document = models.CharField(max_length=255, blank=True, default="")
    details = models.JSONField(default=dict)
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "number"], name="expense_number")]
