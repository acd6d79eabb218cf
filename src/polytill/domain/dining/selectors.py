from __future__ import annotations

from polytill.domain.dining.models import ServiceType, Table
from polytill.kernel.actor import Actor


def service_type_exists(service_type_id: int, actor: Actor) -> bool:
    return ServiceType.objects.visible_to(actor).filter(pk=service_type_id).exists()


def table_exists(table_id: int, actor: Actor) -> bool:
    return Table.objects.visible_to(actor).filter(pk=table_id, deleted_at__isnull=True).exists()
