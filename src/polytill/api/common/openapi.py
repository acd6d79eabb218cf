"""What a route takes and gives, for the door's OpenAPI document, from the same schemas that check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

if TYPE_CHECKING:
    from polytill.api.common.door import Route

ENCODINGS = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
}
REFUSALS = {
    401: "no valid credential",
    402: "no subscription, or nothing left of what it holds",
    403: "not permitted",
    404: "no such record",
    409: "the first request with this Idempotency-Key is still running",
    413: "too large",
    422: "not valid, or against a rule of the shop",
    500: "unexpected failure",
}


class Terse(GenerateJsonSchema):
    """A field's title would only say its name again; what may be null is one more type, not a choice of two schemas."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def nullable_schema(self, schema: Any) -> dict[str, Any]:
        inner = self.generate_inner(schema["schema"])
        if not isinstance(inner.get("type"), str):
            return super().nullable_schema(schema)
        found = {**inner, "type": [inner["type"], "null"]}
        return {**found, "enum": [*inner["enum"], None]} if "enum" in inner else found


def document(route: Route) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": f"{route.tag.lower().replace(' ', '_')}.{route.handler.__name__}",
        "summary": _summary(route),
        "security": [{"bearer": []}, {"key": [], "secret": []}],
        "responses": {code: {"description": REFUSALS[code]} for code in _refusals(route)},
    }
    parameters = query_parameters(route.query) if route.query is not None else []
    if "POST" in route.methods:
        parameters.append(_header("Idempotency-Key"))
    if parameters:
        found["parameters"] = parameters
    if route.body is not None:
        shape = {"schema": _inline(route.body.model_json_schema(schema_generator=Terse))}
        found["requestBody"] = {"content": {ENCODINGS[name]: shape for name in route.formats}, "required": True}
    found["responses"][route.status] = {"description": "OK"}
    return found | route.notes


def _refusals(route: Route) -> list[int]:
    """The statuses that it can refuse with."""
    found = {401, 403, 500}
    if getattr(route.gate, "subscription", False) or getattr(route.gate, "invoice_quota", False):
        found.add(402)
    if "{" in route.path or route.body is not None:
        found.add(404)
    if "POST" in route.methods:
        found.add(409)
    if route.body is not None:
        found.add(413)
    if route.query is not None or "GET" not in route.methods:
        found.add(422)
    return sorted(found)


def _summary(route: Route) -> str:
    words = route.handler.__name__.replace("_", " ").capitalize()
    return words if " " in words else f"{words} ({route.tag.lower()})"


def finished(found: dict[str, Any], security: dict[str, Any]) -> dict[str, Any]:
    """The framework's document with the ways to sign in, an id of its own for each operation, and one success each."""
    found["components"]["securitySchemes"] = security
    for methods in found["paths"].values():
        for method, operation in list(methods.items()):
            responses = operation["responses"]
            if 201 in responses:
                responses.pop(200, None)
            if method == "patch" and "put" in methods:
                methods[method] = {**operation, "operationId": f"{operation['operationId']}_in_part"}
    return found


def _header(name: str) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": False, "schema": {"type": "string", "maxLength": 191}}


def query_parameters(schema: type[BaseModel]) -> list[dict[str, Any]]:
    shape = _inline(schema.model_json_schema(schema_generator=Terse))
    required = shape.get("required", [])
    return [
        {"in": "query", "name": name, "schema": _sendable(details), "required": name in required}
        for name, details in shape.get("properties", {}).items()
    ]


def _sendable(schema: dict[str, Any]) -> dict[str, Any]:
    """Without null, which no query can hold."""
    found = {key: value for key, value in schema.items() if (key, value) != ("default", None)}
    if isinstance(found.get("type"), list):
        found["type"] = next(name for name in found["type"] if name != "null")
    if "enum" in found:
        found["enum"] = [value for value in found["enum"] if value is not None]
    return found


def _inline(schema: dict[str, Any]) -> dict[str, Any]:
    """References put in place, for each route's schemas stand in it alone."""
    defined = schema.pop("$defs", {})

    def put(value: Any, depth: int = 0) -> Any:
        if isinstance(value, dict):
            name = value.get("$ref")
            if name is not None:
                return put(defined[name.rpartition("/")[2]], depth + 1) if depth < 6 else {"type": "object"}
            return {key: put(inner, depth) for key, inner in value.items()}
        return [put(inner, depth) for inner in value] if isinstance(value, list) else value

    return put(schema)
