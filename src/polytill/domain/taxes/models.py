from __future__ import annotations

from django.db import models

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import RateField


class TaxRate(OfBusiness, Stamped):
    """rate is a percentage. A group's rate is the sum of its parts'."""

    name = models.CharField(max_length=191)
    code = models.CharField(max_length=32, blank=True, default="")
    rate = RateField()
    is_group = models.BooleanField(default=False)
    only_in_groups = models.BooleanField(default=False)
    country_code = models.CharField(max_length=2, blank=True, default="")
    description = models.TextField(blank=True, default="")
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["business", "name"], name="tax_name")]


class TaxPart(OfBusiness):
    """A rate inside a group; the invoice shows each as a line item."""

    group = models.ForeignKey(TaxRate, on_delete=models.CASCADE, related_name="parts")
    rate = models.ForeignKey(TaxRate, on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "rate"], name="tax_part_once")]
