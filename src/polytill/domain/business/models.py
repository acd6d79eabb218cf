from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField, RateField


class Business(Stamped):
    """A tenant. The long tail of its settings stands in `settings`, read through business.settings.Settings."""

    name = models.CharField(max_length=255)
    currency = models.CharField(max_length=3)
    currency_places = models.SmallIntegerField(default=2)
    time_zone = models.CharField(max_length=64)
    country = models.CharField(max_length=2, default="")
    start_date = models.DateField(null=True)
    tax_label_1 = models.CharField(max_length=64, blank=True, default="")
    tax_number_1 = models.CharField(max_length=100, blank=True, default="")
    tax_label_2 = models.CharField(max_length=64, blank=True, default="")
    tax_number_2 = models.CharField(max_length=100, blank=True, default="")
    date_format = models.CharField(max_length=20, default="m/d/Y")
    time_format = models.SmallIntegerField(default=24)
    decimal_separator = models.CharField(max_length=1, default=".")
    thousand_separator = models.CharField(max_length=1, default=",")
    transaction_edit_days = models.IntegerField(default=30)
    default_profit_percent = RateField(default=Decimal(25))
    sku_prefix = models.CharField(max_length=20, blank=True, default="")
    modules = models.JSONField(default=list)
    settings = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Package(Stamped):
    """A subscription package of the installation. A count of 0 means no limit."""

    name = models.CharField(max_length=191)
    description = models.TextField(blank=True, default="")
    location_count = models.IntegerField(default=0)
    user_count = models.IntegerField(default=0)
    product_count = models.IntegerField(default=0)
    invoice_count = models.IntegerField(default=0)
    interval = models.CharField(max_length=10, default="months")
    interval_count = models.IntegerField(default=1)
    trial_days = models.IntegerField(default=0)
    price = AmountField(default=Decimal(0))
    custom_permissions = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    is_private = models.BooleanField(default=False)
    is_one_time = models.BooleanField(default=False)
    sort_order = models.IntegerField(default=0)


class Subscription(OfBusiness, Stamped):
    """starts_on to ends_on inclusive. limits: the package's as bought; a later change of it does not reach back."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    trial_ends_on = models.DateField(null=True)
    status = models.CharField(max_length=16, default="approved")
    limits = models.JSONField(default=dict)
    price = AmountField(default=Decimal(0))
    paid_via = models.CharField(max_length=64, blank=True, default="")
    payment_reference = models.CharField(max_length=191, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["business", "status", "ends_on"], name="subscription_current")]


class Location(OfBusiness, Stamped):
    """A shop, an outlet or a warehouse: where stock lies and sales happen."""

    code = models.CharField(max_length=32)
    name = models.CharField(max_length=191)
    kind = models.CharField(max_length=16, default="store")  # store, warehouse, consignment
    landmark = models.CharField(max_length=255, blank=True, default="")
    city = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=100, blank=True, default="")
    country = models.CharField(max_length=100, blank=True, default="")
    zip_code = models.CharField(max_length=20, blank=True, default="")
    mobile = models.CharField(max_length=40, blank=True, default="")
    alternate_number = models.CharField(max_length=40, blank=True, default="")
    email = models.CharField(max_length=191, blank=True, default="")
    website = models.CharField(max_length=191, blank=True, default="")
    # Price groups live above this room; the number is checked where it is written.
    selling_price_group_id = models.BigIntegerField(null=True)
    # {"cash": {"enabled": true, "account_id": null}, …}; a key that is missing is not enabled.
    payment_methods = models.JSONField(default=dict)
    receipt = models.JSONField(default=dict)
    store_margin = RateField(default=Decimal(0))
    details = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "code"], name="location_code")]

    def __str__(self) -> str:
        return self.name


class NumberSeries(OfBusiness):
    """A gap-free counter of one kind of document, and the head of its hash chain.

    The row is the lock: it is taken last in a transaction and held to the commit.
    template knows {prefix}, {year}, {yy}, {month}, {day}, {number}; reset is never, year or day.
    """

    kind = models.CharField(max_length=32)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=100, default="Default")
    prefix = models.CharField(max_length=32, blank=True, default="")
    template = models.CharField(max_length=64, default="{prefix}{number}")
    digits = models.SmallIntegerField(default=4)
    start = models.BigIntegerField(default=1)
    reset = models.CharField(max_length=8, default="never")
    period = models.CharField(max_length=10, blank=True, default="")
    next_number = models.BigIntegerField(default=1)
    is_default = models.BooleanField(default=True)
    chain_seq = models.BigIntegerField(default=0)
    chain_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business", "kind", "location"],
                condition=Q(is_default=True, location__isnull=False),
                name="series_default_of_location",
            ),
            models.UniqueConstraint(
                fields=["business", "kind"],
                condition=Q(is_default=True, location__isnull=True),
                name="series_default_of_business",
            ),
        ]


class InvoiceLayout(OfBusiness, Stamped):
    name = models.CharField(max_length=191)
    is_default = models.BooleanField(default=False)
    settings = models.JSONField(default=dict)
