"""What a new business starts with: the ways to pay."""

from __future__ import annotations

from polytill.domain.payments.models import Method

METHODS = {
    "cash": "Cash",
    "card": "Card",
    "cheque": "Cheque",
    "bank_transfer": "Bank Transfer",
    "other": "Other",
    "advance": "Advance",
    "gift_card": "Gift Card",
    "points": "Reward Points",
    **{f"custom_pay_{number}": f"Custom Payment {number}" for number in range(1, 8)},
}


def found_methods(*, business_id: int) -> None:
    """The custom ones wait until the shop gives them a name of its own."""
    Method.objects.bulk_create(
        Method(
            business_id=business_id,
            key=key,
            label=label,
            position=position,
            is_active=not key.startswith("custom_pay_"),
        )
        for position, (key, label) in enumerate(METHODS.items())
    )
