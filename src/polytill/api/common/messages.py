"""What validation refuses, in the words of the foreign servers' framework.

{field: [messages]} with field paths like products.0.quantity; the message of the whole is the first of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

Errors = dict[str, list[str]]


def path(location: tuple[int | str, ...]) -> str:
    """Without the names of union branches that pydantic puts in between."""
    return ".".join(str(part) for part in location if isinstance(part, int) or part.isidentifier())


def spoken(field: str) -> str:
    return field.replace("_", " ")


TEXTS = {
    "missing": "The {name} field is required.",
    "string": "The {name} field must be a string.",
    "string_type": "The {name} field must be a string.",
    "integer": "The {name} field must be an integer.",
    "int_type": "The {name} field must be an integer.",
    "int_parsing": "The {name} field must be an integer.",
    "numeric": "The {name} field must be a number.",
    "boolean": "The {name} field must be true or false.",
    "date": "The {name} field must be a valid date.",
    "date_format": "The {name} field must match the format Y-m-d.",
    "list_type": "The {name} field must be an array.",
    "dict_type": "The {name} field must be an array.",
    "model_type": "The {name} field must be an array.",
    "model_attributes_type": "The {name} field must be an array.",
    "literal_error": "The selected {name} is invalid.",
    "enum": "The selected {name} is invalid.",
    "greater_than_equal": "The {name} field must be at least {ge}.",
    "greater_than": "The {name} field must be greater than {gt}.",
    "less_than_equal": "The {name} field must not be greater than {le}.",
    "less_than": "The {name} field must be less than {lt}.",
    "string_too_short": "The {name} field must be at least {min_length} characters.",
    "string_too_long": "The {name} field must not be greater than {max_length} characters.",
    "string_pattern_mismatch": "The {name} field format is invalid.",
    "too_short": "The {name} field must have at least {min_length} items.",
    "too_long": "The {name} field must not have more than {max_length} items.",
}


def message(error: ErrorDetails, name: str) -> str:
    """A null where a value is required is a missing value."""
    kind = error["type"]
    if error.get("input", ...) is None and kind not in ("literal_error", "enum"):
        kind = "missing"
    if kind in ("too_short", "too_long") and isinstance(error.get("input"), str):
        kind = f"string_{kind}"
    context = error.get("ctx") or {}
    if kind in TEXTS:
        return TEXTS[kind].format(name=spoken(name), **context)
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    return f"The {spoken(name)} field is invalid."


def errors_of(error: ValidationError) -> Errors:
    found: Errors = {}
    for detail in error.errors(include_url=False):
        field = path(detail["loc"]) or "_"
        texts = found.setdefault(field, [])
        if not texts:  # of a union's branches the first speaks
            texts.append(message(detail, field))
    return found


def summary(errors: Mapping[str, Any]) -> str:
    texts = [text for texts in errors.values() for text in texts]
    if not texts:
        return "The given data was invalid."
    more = len(texts) - 1
    return texts[0] + (f" (and {more} more error{'s' if more > 1 else ''})" if more else "")
