from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, StringConstraints, ValidationError

from polytill.api.common.fields import Flag, Id, Moment, Number, Text, Whole, Words
from polytill.api.common.messages import errors_of, summary


class Line(Words):
    quantity: Annotated[Number, Field(gt=0)]
    note: Text | None = None


class Order(Words):
    name: Annotated[Text, StringConstraints(min_length=2, max_length=5)]
    kind: Literal["fixed", "percentage"] = "fixed"
    location_id: Id | None = None
    count: Annotated[Whole, Field(le=9)] = 1
    is_open: Flag = True
    due_on: Moment | None = None
    lines: Annotated[list[Line], Field(min_length=1, max_length=2)] = []


def errors(**sent: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        Order.model_validate({"name": "Ada", **sent}, context={})
    return errors_of(refused.value)


@pytest.mark.parametrize(
    ("sent", "field", "text"),
    [
        ({"name": None}, "name", "The name field is required."),
        ({"name": "A"}, "name", "The name field must be at least 2 characters."),
        ({"name": "Adaline"}, "name", "The name field must not be greater than 5 characters."),
        ({"name": 5}, "name", "The name field must be a string."),
        ({"kind": "percent"}, "kind", "The selected kind is invalid."),
        ({"kind": 5}, "kind", "The selected kind is invalid."),
        ({"location_id": "x"}, "location_id", "The location id field must be an integer."),
        ({"location_id": 1.5}, "location_id", "The location id field must be an integer."),
        ({"location_id": 0}, "location_id", "The location id field must be at least 1."),
        ({"count": 10}, "count", "The count field must not be greater than 9."),
        ({"is_open": "perhaps"}, "is_open", "The is open field must be true or false."),
        ({"lines": 5}, "lines", "The lines field must be an array."),
        ({"lines": []}, "lines", "The lines field must have at least 1 items."),
        ({"lines": [5]}, "lines.0", "The lines.0 field must be an array."),
        ({"lines": [{}]}, "lines.0.quantity", "The lines.0.quantity field is required."),
        ({"lines": [{"quantity": 0}]}, "lines.0.quantity", "The lines.0.quantity field must be greater than 0."),
        ({"lines": [{"quantity": "x"}]}, "lines.0.quantity", "The lines.0.quantity field must be a number."),
        ({"lines": [{"quantity": 1, "note": 5}]}, "lines.0.note", "The lines.0.note field must be a string."),
    ],
)
def test_refusals_in_the_words_of_the_framework(sent: dict[str, Any], field: str, text: str) -> None:
    assert errors(**sent) == {field: [text]}


def test_the_summary_counts_the_others() -> None:
    assert summary({"a": ["One."]}) == "One."
    assert summary({"a": ["One."], "b": ["Two."]}) == "One. (and 1 more error)"
    assert summary({"a": ["One.", "Two."], "b": ["Three."]}) == "One. (and 2 more errors)"


def test_whole_numbers_may_come_as_text_or_with_an_empty_fraction() -> None:
    order = Order.model_validate({"name": "Ada", "location_id": "7", "count": 3.0, "is_open": "0"}, context={})
    assert (order.location_id, order.count, order.is_open) == (7, 3, False)
    assert order.sent() == {"name": "Ada", "location_id": 7, "count": 3, "is_open": False}
