from __future__ import annotations

from django.db import models

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField


class PriceGroup(OfBusiness, Stamped):
    name = models.CharField(max_length=191)
    description = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    deleted_at = models.DateTimeField(null=True)


class GroupPrice(OfBusiness):
    """fixed: the price with tax; percentage: of the variation's price with tax."""

    variation = models.ForeignKey("catalog.Variation", on_delete=models.CASCADE, related_name="group_prices")
    price_group = models.ForeignKey(PriceGroup, on_delete=models.CASCADE, related_name="prices")
    kind = models.CharField(max_length=10, default="fixed")
    value = AmountField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["price_group", "variation"], name="group_price_once")]


class Discount(OfBusiness, Stamped):
    """A price cut on variations, or on a brand and category, at a location; the highest priority wins.

    price_group is text as the dialects keep it: an id, or empty for every group.
    """

    name = models.CharField(max_length=191)
    location = models.ForeignKey("business.Location", on_delete=models.CASCADE, null=True, related_name="+")
    brand = models.ForeignKey("catalog.Brand", on_delete=models.SET_NULL, null=True, related_name="+")
    category = models.ForeignKey("catalog.Category", on_delete=models.SET_NULL, null=True, related_name="+")
    priority = models.IntegerField(default=0)
    kind = models.CharField(max_length=10)  # fixed, percentage
    value = AmountField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    for_customer_groups = models.BooleanField(default=False)
    price_group = models.CharField(max_length=32, blank=True, default="")
    variations = models.ManyToManyField(
        "catalog.Variation", related_name="discounts", db_table="pricing_discount_variation"
    )

    class Meta:
        indexes = [models.Index(fields=["business", "is_active", "id"], name="discount_active")]
