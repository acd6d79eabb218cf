from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Lower

from polytill.domain.dining.models import ServiceType, Table
from polytill.domain.dining.service_types import ServiceRecord, ServiceTerms
from polytill.domain.storage.listing import Listing, listing
from polytill.kernel.actor import Actor
from polytill.kernel.errors import not_found

LONGEST_ID = 18  # digits
SORTS = ("name", "packing_charge_type", "created_at")


def service_types(
    *, actor: Actor, term: str | None = None, sort: str = "name", descending: bool = False
) -> Listing[ServiceRecord]:
    """sort is one of SORTS. term: in the name or the description, or the id."""
    if sort not in SORTS:
        raise ValueError(sort)
    key = Lower(sort) if sort == "name" else F(sort)
    # The engines differ in where they put what is empty.
    order = key.desc(nulls_last=True) if descending else key.asc(nulls_first=True)
    rows = ServiceType.objects.visible_to(actor).order_by(order, "-id" if descending else "id")
    if term is not None:
        rows = rows.filter(Q(name__icontains=term) | Q(description__icontains=term) | _id_is(term))
    return listing(rows, _records)


def service_type(service_type_id: int, actor: Actor) -> ServiceRecord:
    row = ServiceType.objects.visible_to(actor).filter(pk=service_type_id).first()
    if row is None:
        raise not_found("service_type", id=service_type_id)
    return _records([row])[0]


def _id_is(term: str) -> Q:
    return Q(pk=int(term)) if term.isascii() and term.isdigit() and len(term) <= LONGEST_ID else Q(pk__in=[])


def _records(rows: list[Any]) -> list[ServiceRecord]:
    return [
        ServiceRecord(
            id=row.pk,
            terms=ServiceTerms(
                name=row.name,
                description=row.description,
                price_groups=_groups(row.price_groups),
                packing_charge=row.packing_charge,
                packing_charge_type=row.packing_charge_type,
                enable_custom_fields=row.enable_custom_fields,
            ),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in rows
    ]


def _groups(stored: Any) -> dict[int, int] | None:
    return None if stored is None else {int(place): int(group) for place, group in dict(stored).items()}


def service_type_exists(service_type_id: int, actor: Actor) -> bool:
    return ServiceType.objects.visible_to(actor).filter(pk=service_type_id).exists()


def table_exists(table_id: int, actor: Actor) -> bool:
    return Table.objects.visible_to(actor).filter(pk=table_id, deleted_at__isnull=True).exists()
