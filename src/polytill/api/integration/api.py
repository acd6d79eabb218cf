"""The Integration API: the only wiring of its rooms."""

from __future__ import annotations

from polytill.api.common.door import Door
from polytill.api.integration.answers import ANSWERS
from polytill.api.integration.endpoints import RESOURCES
from polytill.api.integration.errors import refuse

SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "secret": {"type": "apiKey", "in": "header", "name": "X-Api-Secret"},
}

api = Door(
    dialect="integration",
    refuse=refuse,
    security=SECURITY,
    answers=ANSWERS,
    title="Polytill Integration API",
    version="1",
    openapi_url="/openapi.json",
    docs_url="/docs",
)
for resource in RESOURCES:
    api.include(resource)
