from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField, QuantityField, RateField


class Purchase(OfBusiness, Stamped):
    type = models.CharField(max_length=16, default="purchase")  # purchase, purchase_order, purchase_return
    status = models.CharField(max_length=12)  # draft, ordered, pending, received
    payment_status = models.CharField(max_length=8, default="due")
    location = models.ForeignKey("business.Location", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Contact", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=191)
    supplier_ref = models.CharField(max_length=191, blank=True, default="")
    at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    exchange_rate = RateField(default=Decimal(1))
    total_before_tax = AmountField(default=Decimal(0))
    discount_type = models.CharField(max_length=10, null=True)
    discount_value = AmountField(default=Decimal(0))
    discount_amount = AmountField(default=Decimal(0))
    tax = models.ForeignKey("taxes.TaxRate", on_delete=models.PROTECT, null=True, related_name="+")
    tax_amount = AmountField(default=Decimal(0))
    shipping_charges = AmountField(default=Decimal(0))
    total = AmountField(default=Decimal(0))
    paid = AmountField(default=Decimal(0))
    note = models.TextField(blank=True, default="")
    return_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="returns")
    details = models.JSONField(default=dict)
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "type", "number"], name="purchase_number")]
        indexes = [
            models.Index(fields=["business", "type", "at"], name="purchase_list", condition=Q(voided_at__isnull=True))
        ]


class PurchaseLine(OfBusiness):
    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="lines")
    position = models.IntegerField()
    variation = models.ForeignKey("catalog.Variation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    multiplier = RateField(default=Decimal(1))
    quantity = QuantityField()
    quantity_received = QuantityField(default=Decimal(0))
    quantity_returned = QuantityField(default=Decimal(0))
    unit_price_before_discount = AmountField()
    discount_percent = RateField(default=Decimal(0))
    unit_price = AmountField()
    unit_tax = AmountField(default=Decimal(0))
    unit_price_inc_tax = AmountField()
    tax = models.ForeignKey("taxes.TaxRate", on_delete=models.PROTECT, null=True, related_name="+")
    gross = AmountField()
    lot_number = models.CharField(max_length=191, blank=True, default="")
    made_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purchase", "position"], name="purchase_line_place")]
