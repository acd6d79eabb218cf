"""Every row belongs to one business, and every question starts from what an actor may see."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from polytill.kernel.actor import Actor


class TenantQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(business_id=actor.business_id)

    def of(self, business_id: int) -> Self:
        return self.filter(business_id=business_id)


class OfBusiness(models.Model):
    """business leads the keys and indexes of each table, so that a distributed engine can shard by it."""

    business = models.ForeignKey("business.Business", on_delete=models.CASCADE, related_name="+", db_index=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True


class Stamped(models.Model):
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True
