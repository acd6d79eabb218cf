"""What a door's routes answer, for its OpenAPI document alone: no call ever comes by here.

A door names its answers in one table, "GET /sells" to an Answer; a PATCH answers as its PUT does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from polytill.api.common.openapi import REFUSALS, Terse

JSON = "application/json"
PLACE = "#/components/schemas/{model}"


@dataclass(frozen=True, slots=True)
class Answer:
    """members: of its JSON object, each with its type. others: content types beside JSON, each with its schema.
    refused: statuses that this route alone refuses with, or in a shape of its own."""

    members: Mapping[str, Any] = field(default_factory=dict)
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    refused: Mapping[int, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What all refusals of one status look like."""

    shape: Any
    example: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    given: Mapping[str, Answer] = field(default_factory=dict)
    refused: Mapping[int, Refusal] = field(default_factory=dict)


def add_answers(found: dict[str, Any], prefix: str, answers: Answers) -> None:
    """Puts them into the framework's document. prefix: what stands before a route's path in it."""
    shapes, found["components"]["schemas"] = _schemas(answers)
    found["components"]["responses"] = {
        str(status): _refusal(status, shapes[str(status)], refusal.example)
        for status, refusal in answers.refused.items()
    }
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            name = f"{'PUT' if method == 'patch' else method.upper()} {path.removeprefix(prefix)}"
            answer = answers.given.get(name, Answer())
            statuses = {*operation["responses"], *answer.refused}
            operation["responses"] = {
                status: {**operation["responses"][status], **_content(name, answer, shapes)}
                if status < 400
                else _refused(name, answer, status, answers.refused, shapes)
                for status in sorted(statuses)
            }


def _content(name: str, answer: Answer, shapes: Mapping[str, Any]) -> dict[str, Any]:
    content = {kind: {"schema": dict(schema)} for kind, schema in answer.others.items()}
    if answer.members:
        properties = {member: shapes[f"{name} {member}"] for member in answer.members}
        whole = {"type": "object", "properties": properties, "required": list(properties)}
        content = {JSON: {"schema": whole}, **content}
    return {"content": content} if content else {}


def _refused(
    name: str, answer: Answer, status: int, known: Mapping[int, Refusal], shapes: Mapping[str, Any]
) -> dict[str, Any]:
    if status in answer.refused:
        return _refusal(status, shapes[f"{name} {status}"], known[status].example)
    return {"$ref": f"#/components/responses/{status}"} if status in known else {"description": REFUSALS[status]}


def _refusal(status: int, shape: Any, example: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": REFUSALS[status], "content": {JSON: {"schema": shape, "example": dict(example)}}}


def _types(answers: Answers) -> Iterator[tuple[str, Any]]:
    for status, refusal in answers.refused.items():
        yield str(status), refusal.shape
    for name, answer in answers.given.items():
        for member, kind in (
            *answer.members.items(),
            *((str(status), kind) for status, kind in answer.refused.items()),
        ):
            yield f"{name} {member}", kind


def _schemas(answers: Answers) -> tuple[dict[str, Any], dict[str, Any]]:
    """By name, and the objects that they refer to."""
    found, defined = TypeAdapter.json_schemas(
        [(name, "serialization", TypeAdapter(kind)) for name, kind in _types(answers)],
        ref_template=PLACE,
        schema_generator=Terse,
    )
    return {name: schema for (name, _), schema in found.items()}, defined.get("$defs", {})
