from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField, QuantityField, RateField

LIVE = Q(voided_at__isnull=True)


class Sale(OfBusiness, Stamped):
    """A sale, a sales order or the return of a sale (`type`), in all its states.

    discount_value and packing_value are as entered (an amount or a percentage); the *_amount beside them are money.
    total_before_tax is before the order tax: line taxes are inside it. voided_at hides a deleted document; its
    effects were undone by entries, its row and its place in the chain stay.
    """

    type = models.CharField(max_length=12, default="sell")  # sell, sales_order, sell_return
    status = models.CharField(max_length=12)  # final, draft; ordered, partial, completed for orders
    sub_status = models.CharField(max_length=12, null=True)  # quotation, proforma
    sub_type = models.CharField(max_length=24, null=True)
    is_suspended = models.BooleanField(default=False)
    is_direct = models.BooleanField(default=True)
    is_credit = models.BooleanField(default=False)
    consumption = models.CharField(max_length=8, default="sales")  # sales, damages, sampling
    payment_status = models.CharField(max_length=8, null=True)  # due, partial, paid
    location = models.ForeignKey("business.Location", on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey("parties.Contact", on_delete=models.PROTECT, related_name="+", db_index=False)
    customer_group = models.ForeignKey(
        "parties.CustomerGroup", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    number = models.CharField(max_length=191)
    ref_no = models.CharField(max_length=191, blank=True, default="")
    client_uuid = models.UUIDField(null=True)
    door = models.CharField(max_length=16, default="web")
    at = models.DateTimeField()
    exchange_rate = RateField(default=Decimal(1))
    # money
    pricing_policy = models.CharField(max_length=20, default="standard")
    total_before_tax = AmountField(default=Decimal(0))
    line_tax_total = AmountField(default=Decimal(0))
    tax = models.ForeignKey("taxes.TaxRate", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    tax_amount = AmountField(default=Decimal(0))
    discount_type = models.CharField(max_length=10, null=True)  # fixed, percentage
    discount_value = AmountField(default=Decimal(0))
    discount_amount = AmountField(default=Decimal(0))
    points_redeemed = QuantityField(default=Decimal(0))
    points_value = AmountField(default=Decimal(0))
    points_earned = QuantityField(default=Decimal(0))
    shipping_charges = AmountField(default=Decimal(0))
    packing_type = models.CharField(max_length=8, null=True)  # fixed, percent
    packing_value = AmountField(default=Decimal(0))
    packing_amount = AmountField(default=Decimal(0))
    extra_charges = AmountField(default=Decimal(0))
    round_off = AmountField(default=Decimal(0))
    total = AmountField(default=Decimal(0))
    paid = AmountField(default=Decimal(0))  # always the sum of its payments; returns and change count negative
    # who, how, where
    agent = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    price_group = models.ForeignKey(
        "pricing.PriceGroup", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    service_type = models.ForeignKey(
        "dining.ServiceType", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    table = models.ForeignKey("dining.Table", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    waiter = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    shift = models.ForeignKey("registers.Shift", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    series = models.ForeignKey(
        "business.NumberSeries", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    pay_term_number = models.IntegerField(null=True)
    pay_term_type = models.CharField(max_length=8, null=True)
    due_on = models.DateField(null=True)
    note = models.TextField(blank=True, default="")
    staff_note = models.TextField(blank=True, default="")
    return_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="returns", db_index=False)
    order_ids = models.JSONField(default=list)  # the sales orders that it fulfils
    invoice_token = models.CharField(max_length=64, null=True, unique=True)
    # shipping
    shipping_status = models.CharField(max_length=64, null=True)
    shipping_details = models.TextField(null=True)
    shipping_address = models.TextField(null=True)
    delivered_to = models.CharField(max_length=191, null=True)
    delivery_person = models.ForeignKey(
        "identity.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # the long tail: service and shipping custom fields, recurring rule, dialects' own words
    details = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        "identity.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    version = models.IntegerField(default=1)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business", "type", "number"], condition=Q(status="final"), name="sale_number_once"
            ),
            models.UniqueConstraint(
                fields=["business", "client_uuid"], condition=Q(client_uuid__isnull=False), name="sale_client_uuid"
            ),
            models.UniqueConstraint(
                fields=["return_of"],
                condition=Q(return_of__isnull=False, voided_at__isnull=True),
                name="sale_one_return",
            ),
        ]
        indexes = [
            models.Index(fields=["business", "type", "status", "at", "id"], name="sale_list", condition=LIVE),
            models.Index(
                fields=["business", "contact", "type", "status", "at", "id", "sub_type"],
                name="sale_of_contact",
                condition=LIVE,
            ),
            models.Index(fields=["business", "created_by", "at"], name="sale_creator"),
            models.Index(
                fields=["business", "shipping_status", "at"],
                name="sale_shipping",
                condition=Q(shipping_status__isnull=False),
            ),
            models.Index(
                fields=["business", "payment_status", "at"],
                name="sale_open_dues",
                condition=Q(payment_status__in=["due", "partial"]),
            ),
            models.Index(
                fields=["business", "due_on"],
                name="sale_overdue",
                condition=Q(payment_status__in=["due", "partial"], due_on__isnull=False),
            ),
        ]


class SaleLine(OfBusiness):
    """A line of a sale, an order or a return. Prices are per selling unit; net, tax_total and gross are of the line.

    unit_price is before tax and after the line's discount. quantity is in `unit`; times multiplier it is in the base
    unit. On the line of a return, return_of names the line sold. quantity_returned is the level of those.
    """

    sale = models.ForeignKey(Sale, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.IntegerField()
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+", db_index=False)
    variation = models.ForeignKey("catalog.Variation", on_delete=models.PROTECT, related_name="+", db_index=False)
    label = models.CharField(max_length=400)  # product and variation as sold
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    multiplier = RateField(default=Decimal(1))
    quantity = QuantityField()
    quantity_returned = QuantityField(default=Decimal(0))
    quantity_invoiced = QuantityField(default=Decimal(0))  # of an order's line
    unit_price_before_discount = AmountField()
    unit_price = AmountField()
    discount_type = models.CharField(max_length=10, null=True)
    discount_value = AmountField(default=Decimal(0))
    unit_tax = AmountField(default=Decimal(0))
    unit_price_inc_tax = AmountField()
    tax = models.ForeignKey("taxes.TaxRate", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    net = AmountField()
    tax_total = AmountField()
    gross = AmountField()
    discount = models.ForeignKey(
        "pricing.Discount", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    layer = models.ForeignKey(
        "stock.CostLayer", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # the lot asked for
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children", db_index=False)
    child_kind = models.CharField(max_length=8, null=True)  # modifier, combo
    order_line = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    return_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    service_staff = models.ForeignKey(
        "identity.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    kitchen_status = models.CharField(max_length=12, null=True)
    note = models.TextField(blank=True, default="")
    details = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sale", "position"], name="sale_line_place"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax_total")), name="sale_line_adds_up"),
        ]


class SaleTally(OfBusiness):
    """How many live sales there are of a kind, for lists that print their total. Triggers on the sales keep it.

    period: "a" for all time, "m2026-03" for a month and "d2026-03-06" for a day, both in UTC. key: all other columns.
    """

    period = models.CharField(max_length=11)
    key = models.CharField(max_length=191)
    type = models.CharField(max_length=12)
    status = models.CharField(max_length=12)
    sub_status = models.CharField(max_length=12, null=True)
    sub_type = models.CharField(max_length=24, null=True)
    payment_status = models.CharField(max_length=8, null=True)
    is_direct = models.BooleanField()
    location_id = models.BigIntegerField()
    created_by_id = models.BigIntegerField(null=True)
    count = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "period", "key"], name="sale_tally_once")]
