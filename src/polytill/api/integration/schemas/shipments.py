from __future__ import annotations

from polytill.api.common.fields import Flag, Id, Name, Text, Words
from polytill.api.integration.schemas.sell_body import ShippingStatus
from polytill.api.integration.schemas.sells import TransactionQuery


class ShipmentQuery(TransactionQuery):
    shipping_status: ShippingStatus | None = None
    delivery_person: Id | None = None
    only_pending: Flag = False


class ShipmentIn(Words):
    """What stays away stays as it is; null empties a field. shipping_note stands in the trail alone."""

    shipping_details: Text | None = None
    shipping_address: Text | None = None
    shipping_status: ShippingStatus | None = None
    delivered_to: Name | None = None
    delivery_person: Id | None = None
    shipping_custom_field_1: Text | None = None
    shipping_custom_field_2: Text | None = None
    shipping_custom_field_3: Text | None = None
    shipping_custom_field_4: Text | None = None
    shipping_custom_field_5: Text | None = None
    shipping_note: Text | None = None
