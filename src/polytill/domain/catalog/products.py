"""What a new product consists of, as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from polytill.kernel.money import ZERO

DUMMY = "DUMMY"


@dataclass(frozen=True, slots=True)
class NewSellingUnit:
    """A unit with prices of its own. The prices are as entered: with the product's tax inside where its tax_type is
    inclusive."""

    unit_id: int
    sell_price: Decimal
    wholesale_price: Decimal = ZERO
    custom_price: Decimal = ZERO
    cost: Decimal = ZERO
    barcode: str = ""
    low_quantity: Decimal = ZERO
    stock_alert_enabled: bool = False
    visible: bool = True
    convert_unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewComponent:
    """Part of a combo; unit None is the part's base unit."""

    variation_id: int
    quantity: Decimal
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewVariation:
    """Prices per base unit. sell_price is as entered (the product's tax_type says whether tax is inside); the purchase
    price is always before tax. sub_sku None is made of the product's SKU. barcodes: (code, unit or None)."""

    name: str = DUMMY
    purchase_price: Decimal = ZERO
    sell_price: Decimal = ZERO
    sub_sku: str | None = None
    template_value_id: int | None = None
    barcodes: tuple[tuple[str, int | None], ...] = ()
    selling_units: tuple[NewSellingUnit, ...] = ()
    components: tuple[NewComponent, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewChoice:
    """A group of a bundle. options: (variation, quantity)."""

    kind: str
    name: str
    choose: Decimal
    options: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class NewProduct:
    """sku None is numbered: the business's prefix and the product's id. location_ids None: sold at every location.

    axis: what the variations of a variable product differ in, with its template where there is one.
    """

    name: str
    variations: tuple[NewVariation, ...]
    type: str = "single"
    nature: str = "goods"
    sku: str | None = None
    barcode_type: str = "C128"
    unit_id: int | None = None
    sub_unit_ids: tuple[int, ...] = ()
    brand_id: int | None = None
    category_id: int | None = None
    sub_category_id: int | None = None
    tax_id: int | None = None
    tax_type: str = "exclusive"
    enable_stock: bool = True
    stock_per_unit: bool = False
    alert_quantity: Decimal | None = None
    weight: str = ""
    expiry_period: int | None = None
    expiry_period_type: str = ""
    needs_serial_number: bool = False
    not_for_selling: bool = False
    is_inactive: bool = False
    description: str = ""
    image_id: int | None = None
    axis: str = DUMMY
    template_id: int | None = None
    location_ids: tuple[int, ...] | None = None
    modifier_set_ids: tuple[int, ...] = ()
    choices: tuple[NewChoice, ...] = ()
    custom_fields: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
