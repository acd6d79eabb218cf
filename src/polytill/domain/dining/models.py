from __future__ import annotations

from decimal import Decimal

from django.db import models

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField


class ServiceType(OfBusiness, Stamped):
    """Dine-in, takeaway, home delivery. price_groups: {location id: price group id}; "0" is the default price."""

    name = models.CharField(max_length=255)
    description = models.TextField(null=True)
    price_groups = models.JSONField(null=True)
    packing_charge = AmountField(default=Decimal(0))
    packing_charge_type = models.CharField(max_length=8, null=True)  # fixed, percent
    enable_custom_fields = models.BooleanField(default=False)


class Floor(OfBusiness, Stamped):
    name = models.CharField(max_length=191)
    help = models.CharField(max_length=255, blank=True, default="")
    is_active = models.BooleanField(default=True)


class Table(OfBusiness, Stamped):
    location = models.ForeignKey("business.Location", on_delete=models.PROTECT, related_name="+")
    floor = models.ForeignKey(Floor, on_delete=models.PROTECT, null=True, related_name="tables")
    name = models.CharField(max_length=191)
    description = models.TextField(blank=True, default="")
    capacity = models.IntegerField(null=True)
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)
