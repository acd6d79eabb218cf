"""How the domain says no. A DomainError knows no HTTP; each dialect translates it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Category(Enum):
    """What kind of no it is; a dialect maps each to a status and a shape."""

    INVALID = "invalid"  # a field is wrong; details = {field: [messages]}
    RULE = "rule"  # well-formed, but a rule of the shop forbids it
    NOT_FOUND = "not_found"  # missing, or not visible to this actor
    FORBIDDEN = "forbidden"  # permission, module, demo mode, location
    UNAUTHENTICATED = "unauthenticated"
    PAYMENT_REQUIRED = "payment_required"  # no subscription, quota used up
    CONFLICT = "conflict"  # the same request is still running, or the state moved on
    TOO_MANY = "too_many"  # rate limit
    TOO_LARGE = "too_large"
    UNAVAILABLE = "unavailable"  # busy; try again


class DomainError(Exception):
    """A refusal, written for the person at the till.

    code: stable, dotted, for machines ("stock.insufficient").
    details: for INVALID a mapping of field path ("products.0.quantity") to messages; else facts about the refusal.
    """

    def __init__(self, code: str, category: Category, message: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.category = category
        self.message = message
        self.details: dict[str, Any] = dict(details or {})

    def __repr__(self) -> str:
        return f"DomainError({self.code!r}, {self.category.value}, {self.message!r}, {self.details!r})"


def invalid(details: Mapping[str, list[str]] | str, message: str = "The given data was invalid.") -> DomainError:
    """One or more fields are wrong. `invalid({"quantity": ["…"]})`."""
    fields = {"_": [details]} if isinstance(details, str) else details
    return DomainError("validation.failed", Category.INVALID, message, fields)


def rule(code: str, message: str, **details: Any) -> DomainError:
    return DomainError(code, Category.RULE, message, details)


def not_found(what: str = "record", **details: Any) -> DomainError:
    return DomainError(f"{what}.not_found", Category.NOT_FOUND, "Not found", details)


def forbidden(code: str = "permission.missing", message: str = "Unauthorized", **details: Any) -> DomainError:
    return DomainError(code, Category.FORBIDDEN, message, details)


def payment_required(code: str, message: str, **details: Any) -> DomainError:
    return DomainError(code, Category.PAYMENT_REQUIRED, message, details)
