"""Field types that users, roles and commission agents share, each as long as its column."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from polytill.api.common.fields import Id, Name, Text


def _email(value: str) -> str:
    name, _, domain = value.rpartition("@")
    if not name or not domain or any(character.isspace() for character in value):
        raise ValueError("The email field must be a valid email address.")
    return value


Email = Annotated[Name, AfterValidator(_email)]
Title = Annotated[Text, StringConstraints(max_length=32)]
Phone = Annotated[Text, StringConstraints(max_length=40)]
Language = Annotated[Text, StringConstraints(max_length=10)]
LongText = Annotated[Text, StringConstraints(max_length=5000)]
# An engine takes only so many values in one statement.
Ids = Annotated[list[Id], Field(max_length=10_000)]
Names = Annotated[list[Name], Field(max_length=2000)]
