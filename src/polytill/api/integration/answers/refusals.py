"""How this dialect says no, as errors.py does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from polytill.api.common.answers import Refusal
from polytill.api.integration.answers.words import about


class Refused(TypedDict):
    message: Annotated[str, about("In words for a person, which may change: tell refusals apart by their status")]


class Invalid(TypedDict):
    """What was sent does not hold."""

    message: Annotated[str, about("The first mistake, and how many more there are")]
    errors: Annotated[dict[str, list[str]], about("The mistakes of each field", {"amount": ["…"]})]


class ForeignVariations(TypedDict):
    """Variations that the business does not have."""

    message: str
    invalid_variation_ids: Annotated[list[int], Field(examples=[[7]])]


INVALID = {
    "message": "The amount field is required.",
    "errors": {"amount": ["The amount field is required."]},
}
REFUSALS = {
    401: Refusal(Refused, {"message": "Unauthenticated."}),
    402: Refusal(Refused, {"message": "The business has no active subscription."}),
    403: Refusal(Refused, {"message": "Unauthorized"}),
    404: Refusal(Refused, {"message": "Not found"}),
    409: Refusal(Refused, {"message": "A request with this Idempotency-Key is still running."}),
    413: Refusal(Refused, {"message": "The request is too large."}),
    422: Refusal(Invalid | Refused, INVALID),
    500: Refusal(Refused, {"message": "something_went_wrong"}),
}
