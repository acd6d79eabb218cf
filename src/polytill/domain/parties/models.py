from __future__ import annotations

from decimal import Decimal

from django.db import models

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField, RateField


class CustomerGroup(OfBusiness, Stamped):
    """price_rule percentage: amount is added to the selling price in per cent (negative takes off)."""

    name = models.CharField(max_length=191)
    description = models.TextField(blank=True, default="")
    price_rule = models.CharField(max_length=24, default="percentage")  # percentage, selling_price_group
    amount = RateField(default=Decimal(0))
    # Price groups live above this room; the number is checked where it is written.
    selling_price_group_id = models.BigIntegerField(null=True)
    minimal_credit_payment = RateField(default=Decimal(0))
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["business", "name"], name="customer_group_name")]


class Contact(OfBusiness, Stamped):
    """A customer, a supplier, both, or a lead. credit_limit None means no limit."""

    type = models.CharField(max_length=10)  # customer, supplier, both, lead
    code = models.CharField(max_length=64)
    business_name = models.CharField(max_length=191, blank=True, default="")
    name = models.CharField(max_length=191)
    prefix = models.CharField(max_length=32, blank=True, default="")
    first_name = models.CharField(max_length=191, blank=True, default="")
    middle_name = models.CharField(max_length=191, blank=True, default="")
    last_name = models.CharField(max_length=191, blank=True, default="")
    email = models.CharField(max_length=191, blank=True, default="")
    mobile = models.CharField(max_length=40, blank=True, default="")
    alternate_number = models.CharField(max_length=40, blank=True, default="")
    landline = models.CharField(max_length=40, blank=True, default="")
    tax_number = models.CharField(max_length=100, blank=True, default="")
    address_line_1 = models.TextField(blank=True, default="")
    address_line_2 = models.TextField(blank=True, default="")
    city = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=100, blank=True, default="")
    country = models.CharField(max_length=100, blank=True, default="")
    zip_code = models.CharField(max_length=20, blank=True, default="")
    shipping_address = models.TextField(blank=True, default="")
    birth_date = models.DateField(null=True)
    pay_term_number = models.IntegerField(null=True)
    pay_term_type = models.CharField(max_length=8, blank=True, default="")  # days, months
    credit_limit = AmountField(null=True)
    customer_group = models.ForeignKey(CustomerGroup, on_delete=models.SET_NULL, null=True, related_name="contacts")
    status = models.CharField(max_length=10, default="active")
    is_default = models.BooleanField(default=False)  # the walk-in customer
    custom_fields = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "code"], name="contact_code")]
        indexes = [
            models.Index(fields=["business", "type", "id"], name="contact_type"),
            models.Index(fields=["business", "mobile"], name="contact_mobile"),
        ]


class Address(OfBusiness, Stamped):
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=16)  # billing, shipping, other
    first_name = models.CharField(max_length=191, blank=True, default="")
    last_name = models.CharField(max_length=191, blank=True, default="")
    company = models.CharField(max_length=191, blank=True, default="")
    email = models.CharField(max_length=191, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    address_1 = models.TextField(blank=True, default="")
    address_2 = models.TextField(blank=True, default="")
    city = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=100, blank=True, default="")
    country = models.CharField(max_length=100, blank=True, default="")
    zip_code = models.CharField(max_length=40, blank=True, default="")


class ContactAccess(OfBusiness):
    """A contact that a user limited to chosen contacts may see."""

    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "contact"], name="contact_access_once")]
