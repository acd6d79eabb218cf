from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from polytill.domain.business.tenancy import OfBusiness, Stamped
from polytill.domain.storage.fields import AmountField, QuantityField


class StockLevel(OfBusiness):
    """What lies of a variation, in a unit, at a location: always the sum of its moves. May be negative where selling
    without stock is allowed."""

    location = models.ForeignKey("business.Location", on_delete=models.PROTECT, related_name="+", db_index=False)
    variation = models.ForeignKey("catalog.Variation", on_delete=models.PROTECT, related_name="stock_levels")
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = QuantityField(default=Decimal(0))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "variation", "unit"], name="stock_level_once")]


class CostLayer(OfBusiness):
    """Goods that came in together at one cost; the oldest open layer is sold first. A lot is a layer with a number."""

    location = models.ForeignKey("business.Location", on_delete=models.PROTECT, related_name="+", db_index=False)
    variation = models.ForeignKey(
        "catalog.Variation", on_delete=models.PROTECT, related_name="cost_layers", db_index=False
    )
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    source_kind = models.CharField(max_length=16)
    source_id = models.BigIntegerField(null=True)
    source_line_id = models.BigIntegerField(null=True)
    unit_cost = AmountField()
    unit_cost_inc_tax = AmountField()
    received_at = models.DateTimeField()
    quantity = QuantityField()
    remaining = QuantityField()
    lot_number = models.CharField(max_length=191, blank=True, default="")
    made_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(remaining__gte=0), name="layer_not_negative")]
        indexes = [
            models.Index(
                fields=["location", "variation", "received_at", "id"], name="layer_open", condition=Q(remaining__gt=0)
            ),
            models.Index(fields=["business", "source_kind", "source_id"], name="layer_source"),
        ]


class StockMove(OfBusiness):
    """One entry of the stock ledger. quantity is signed; layer None means goods sold that had not been booked in.

    The moves of a sale line that name a layer are what the line consumed of it, at its cost.
    """

    location = models.ForeignKey("business.Location", on_delete=models.PROTECT, related_name="+", db_index=False)
    variation = models.ForeignKey("catalog.Variation", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    layer = models.ForeignKey(CostLayer, on_delete=models.PROTECT, null=True, related_name="moves", db_index=False)
    quantity = QuantityField()
    balance = QuantityField()  # the level after it
    unit_cost = AmountField()
    # sale, sale_undone, return, return_undone, opening, purchase, adjustment, transfer_out, transfer_in, conversion …
    reason = models.CharField(max_length=16)
    source_kind = models.CharField(max_length=16)
    source_id = models.BigIntegerField()
    source_line_id = models.BigIntegerField(null=True)
    created_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["business", "source_kind", "source_id"], name="move_source"),
            models.Index(fields=["variation", "location", "id"], name="move_history"),
        ]


class Adjustment(OfBusiness, Stamped):
    """kind opening, normal, abnormal or count."""

    location = models.ForeignKey("business.Location", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    reason = models.TextField(blank=True, default="")
    total = AmountField(default=Decimal(0))
    recovered = AmountField(default=Decimal(0))
    at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "number"], name="adjustment_number")]


class AdjustmentLine(OfBusiness):
    """quantity is signed: negative takes out."""

    adjustment = models.ForeignKey(Adjustment, on_delete=models.CASCADE, related_name="lines")
    variation = models.ForeignKey("catalog.Variation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField()
    unit_cost = AmountField(default=Decimal(0))
    layer = models.ForeignKey(CostLayer, on_delete=models.PROTECT, null=True, related_name="+")


class Transfer(OfBusiness, Stamped):
    from_location = models.ForeignKey("business.Location", on_delete=models.PROTECT, related_name="+")
    to_location = models.ForeignKey("business.Location", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=64)
    status = models.CharField(max_length=12)  # pending, in_transit, completed
    shipping_charges = AmountField(default=Decimal(0))
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "number"], name="transfer_number")]


class TransferLine(OfBusiness):
    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="lines")
    variation = models.ForeignKey("catalog.Variation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField()
    unit_cost = AmountField(default=Decimal(0))
