from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from polytill.api.common.fields import Amount, Id, Text, Whole, Words
from polytill.api.integration.schemas.queries import ListQuery

Count = Annotated[Whole, Field(ge=0, le=2**31 - 1)]


class RegisterQuery(ListQuery):
    """The two dates as the business writes dates, or as Y-m-d."""

    location_id: Id | None = None
    user_id: Id | None = None
    status: Literal["open", "close"] | None = None
    start_date: Text | None = None
    end_date: Text | None = None


class OpenRegisterIn(Words):
    location_id: Id
    initial_amount: Amount | None = None


class CloseRegisterIn(Words):
    user_id: Id | None = None
    closing_amount: Amount
    total_card_slips: Count | None = None
    total_cheques: Count | None = None
    closing_note: Annotated[Text, StringConstraints(max_length=1000)] | None = None
    denominations: list[Any] | dict[str, Any] | None = None
