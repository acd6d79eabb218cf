from __future__ import annotations

from django.db import models
from django.db.models import Q


class Fact(models.Model):
    """What happened, written in the transaction in which it happened; never changed but for delivered_at.

    A fact of a fiscal document also stands in its series' hash chain: hash = SHA-256(prev_hash + payload), where the
    payload is canonical JSON. business_id is no foreign key: facts outlive what they speak of.
    """

    business_id = models.BigIntegerField()
    kind = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    door = models.CharField(max_length=16)
    at = models.DateTimeField()
    payload = models.TextField()
    chain_id = models.BigIntegerField(null=True)
    chain_seq = models.BigIntegerField(null=True)
    prev_hash = models.CharField(max_length=64, null=True)
    hash = models.CharField(max_length=64, null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chain_id", "chain_seq"], name="fact_chain_place", condition=Q(chain_id__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["business_id", "subject_type", "subject_id"], name="fact_subject"),
            models.Index(fields=["id"], name="fact_undelivered", condition=Q(delivered_at__isnull=True)),
        ]


class IdempotentRequest(models.Model):
    """A creating call made under an Idempotency-Key: its first answer is the answer to each repeat."""

    business_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    door = models.CharField(max_length=16)
    key = models.CharField(max_length=191)
    fingerprint = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)  # null while the first call runs
    content_type = models.CharField(max_length=100, default="")
    body = models.BinaryField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_id", "user_id", "door", "key"], name="idempotency_key"),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]
