from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.core.files.uploadedfile import UploadedFile
from pydantic import Field

from polytill.api.common.fields import Id, Moment, Name, Number, Text, Words


class PaymentBody(Words):
    """A card's security code may be sent and is not even read."""

    amount: Annotated[Number, Field(ge=Decimal("0.01"))]
    method: Name
    paid_on: Moment | None = None
    note: Text | None = None
    account_id: Id | None = None
    card_number: Name | None = None
    card_holder_name: Name | None = None
    card_transaction_number: Name | None = None
    card_type: Name | None = None
    card_month: Name | None = None
    card_year: Name | None = None
    cheque_number: Name | None = None
    bank_account_number: Name | None = None
    transaction_no_1: Name | None = None
    transaction_no_2: Name | None = None
    transaction_no_3: Name | None = None


class PaymentChange(PaymentBody):
    """denominations: an object or a list of denomination and count. document: a file, in a form."""

    denominations: dict[str, Any] | list[Any] | None = None
    document: UploadedFile | Text | None = None
