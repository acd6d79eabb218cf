"""Whether this server can sell: the database answers and its schema is the code's."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

_migrated = False


def schema_is_current() -> bool:
    """A schema does not go back under a running server, so the first yes is kept."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def healthz(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ready = schema_is_current()
    except DatabaseError:
        # The kept connection may be the dead part; the next look opens a new one.
        connection.close()
        return JsonResponse({"status": "no database"}, status=503)
    if not ready:
        return JsonResponse({"status": "migrations are missing"}, status=503)
    return JsonResponse({"status": "ok"})
