from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField, QuantityField, RateField


class UnitGroup(OfBusiness, Stamped):
    name = models.CharField(max_length=191)
    description = models.TextField(blank=True, default="")


class Unit(OfBusiness, Stamped):
    """A sub-unit names its base and how many of it it holds: a dozen is 12 pieces."""

    name = models.CharField(max_length=191)
    short_name = models.CharField(max_length=32)
    allow_decimal = models.BooleanField(default=False)
    base_unit = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="sub_units")
    multiplier = RateField(default=Decimal(1))
    group = models.ForeignKey(UnitGroup, on_delete=models.PROTECT, null=True, related_name="units")
    description = models.TextField(blank=True, default="")
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)


class Brand(OfBusiness, Stamped):
    name = models.CharField(max_length=191)
    description = models.TextField(blank=True, default="")
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)


class Media(OfBusiness, Stamped):
    """An uploaded file below the media folder. sha256 is of its bytes."""

    name = models.CharField(max_length=191)
    path = models.CharField(max_length=255)
    mime = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sizes = models.JSONField(default=dict)
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")


class Category(OfBusiness, Stamped):
    """kind product is the goods' tree; other kinds serve the lists of other rooms (lead source, life stage …)."""

    kind = models.CharField(max_length=24, default="product")
    name = models.CharField(max_length=191)
    code = models.CharField(max_length=64, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    description = models.TextField(blank=True, default="")
    media = models.ForeignKey(Media, on_delete=models.SET_NULL, null=True, related_name="+")
    displays_on_pos = models.BooleanField(default=True)
    position = models.IntegerField(default=0)
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["business", "kind", "name"], name="category_name")]


class VariationTemplate(OfBusiness, Stamped):
    name = models.CharField(max_length=191)


class VariationTemplateValue(OfBusiness, Stamped):
    template = models.ForeignKey(VariationTemplate, on_delete=models.CASCADE, related_name="values")
    name = models.CharField(max_length=191)
    position = models.SmallIntegerField(default=0)


class Product(OfBusiness, Stamped):
    """type single, variable, combo or modifier; nature goods, service or digital.

    stock_per_unit True: each selling unit has its own stock; False: all units convert to the base unit's stock.
    """

    name = models.CharField(max_length=191)
    type = models.CharField(max_length=12, default="single")
    nature = models.CharField(max_length=8, default="goods")
    sku = models.CharField(max_length=191)
    barcode_type = models.CharField(max_length=8, default="C128")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    sub_unit_ids = models.JSONField(default=list)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, related_name="products")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="products")
    sub_category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    tax = models.ForeignKey("taxes.TaxRate", on_delete=models.PROTECT, null=True, related_name="+")
    tax_type = models.CharField(max_length=10, default="exclusive")  # of the prices as entered
    enable_stock = models.BooleanField(default=True)
    stock_per_unit = models.BooleanField(default=False)
    alert_quantity = QuantityField(null=True)
    weight = models.CharField(max_length=40, blank=True, default="")
    expiry_period = models.IntegerField(null=True)
    expiry_period_type = models.CharField(max_length=8, blank=True, default="")
    needs_serial_number = models.BooleanField(default=False)
    not_for_selling = models.BooleanField(default=False)
    is_inactive = models.BooleanField(default=False)
    description = models.TextField(blank=True, default="")
    image = models.ForeignKey(Media, on_delete=models.SET_NULL, null=True, related_name="+")
    custom_fields = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "sku"], name="product_sku")]
        indexes = [models.Index(fields=["business", "name"], name="product_name")]


class ProductLocation(OfBusiness):
    """Where a product is sold. A product without a row is sold nowhere."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="sold_at")
    location = models.ForeignKey("business.Location", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "product"], name="product_location_once")]


class VariationGroup(OfBusiness, Stamped):
    """The axis of a variable product (Colour); a dummy one stands in a single product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variation_groups")
    template = models.ForeignKey(VariationTemplate, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=191)
    is_dummy = models.BooleanField(default=False)


class Variation(OfBusiness, Stamped):
    """What is sold, priced and stocked. Prices are per base unit, before and with tax.

    search_text is the lower-case text that searches match: product, variation, SKU and barcodes.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variations")
    group = models.ForeignKey(VariationGroup, on_delete=models.CASCADE, related_name="variations")
    template_value = models.ForeignKey(VariationTemplateValue, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=191)
    sub_sku = models.CharField(max_length=191)
    purchase_price = AmountField(default=Decimal(0))
    purchase_price_inc_tax = AmountField(default=Decimal(0))
    profit_percent = RateField(default=Decimal(0))
    sell_price = AmountField(default=Decimal(0))
    sell_price_inc_tax = AmountField(default=Decimal(0))
    search_text = models.TextField(blank=True, default="")
    details = models.JSONField(default=dict)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business", "sub_sku"], name="variation_sub_sku", condition=Q(deleted_at__isnull=True)
            ),
        ]


class Barcode(OfBusiness):
    """A further code of a variation; in a given unit where the code stands on a larger pack."""

    code = models.CharField(max_length=191)
    variation = models.ForeignKey(Variation, on_delete=models.CASCADE, related_name="barcodes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "code"], name="barcode_once")]


class SellingUnit(OfBusiness, Stamped):
    """A unit in which a variation is sold at prices of its own."""

    variation = models.ForeignKey(Variation, on_delete=models.CASCADE, related_name="selling_units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    barcode = models.CharField(max_length=191, blank=True, default="")
    sell_price = AmountField(default=Decimal(0))
    sell_price_inc_tax = AmountField(default=Decimal(0))
    sell_price_entered = AmountField(default=Decimal(0))
    wholesale_price = AmountField(default=Decimal(0))
    wholesale_price_inc_tax = AmountField(default=Decimal(0))
    wholesale_price_entered = AmountField(default=Decimal(0))
    custom_price = AmountField(default=Decimal(0))
    custom_price_inc_tax = AmountField(default=Decimal(0))
    custom_price_entered = AmountField(default=Decimal(0))
    cost = AmountField(default=Decimal(0))
    low_quantity = QuantityField(default=Decimal(0))
    stock_alert_enabled = models.BooleanField(default=False)
    visible = models.BooleanField(default=True)
    convert_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(null=True)
    media = models.ForeignKey(Media, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variation", "unit"], name="selling_unit_once")]


class ComboComponent(OfBusiness):
    """What one piece of a combo takes out of the stock; quantity in the component's `unit` (its base unit if None)."""

    combo = models.ForeignKey(Variation, on_delete=models.CASCADE, related_name="components")
    variation = models.ForeignKey(Variation, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    position = models.SmallIntegerField(default=0)


class BundleGroup(OfBusiness):
    """A choice inside a bundle: all of a mandatory group, `choose` pieces of an optional one."""

    bundle = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="bundle_groups")
    kind = models.CharField(max_length=10)  # mandatory, optional
    name = models.CharField(max_length=191, blank=True, default="")
    choose = QuantityField(default=Decimal(1))
    position = models.SmallIntegerField(default=0)


class BundleOption(OfBusiness):
    group = models.ForeignKey(BundleGroup, on_delete=models.CASCADE, related_name="options")
    variation = models.ForeignKey(Variation, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField(default=Decimal(1))
    overrides_quantity = models.BooleanField(default=False)


class ModifierLink(OfBusiness):
    """A modifier set offered with a product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="modifier_links")
    modifier = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="modifies")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "modifier"], name="modifier_link_once")]


class ProductMedia(OfBusiness):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="gallery")
    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="+")
    is_featured = models.BooleanField(default=False)
    position = models.SmallIntegerField(default=0)
