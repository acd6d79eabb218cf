from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from polytill.domain.business.tenancy import OfBusiness, Stamped, TenantQuerySet
from polytill.domain.storage.fields import RateField


class Role(OfBusiness, Stamped):
    """permissions: sorted names. `name` is without the "#business" suffix that one dialect stores."""

    name = models.CharField(max_length=191)
    permissions = models.JSONField(default=list)
    is_admin = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    is_service_staff = models.BooleanField(default=False)
    description = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "name"], name="role_name")]


class UserQuerySet(TenantQuerySet):
    pass


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> Any:
        return self.get(username=username)


class User(AbstractBaseUser, Stamped):
    """Staff. Commission agents are users who never sign in; all_locations False narrows to `locations`."""

    business = models.ForeignKey("business.Business", on_delete=models.CASCADE, related_name="+")
    username = models.CharField(max_length=191, unique=True, null=True)
    user_type = models.CharField(max_length=20, default="user")
    surname = models.CharField(max_length=32, blank=True, default="")
    first_name = models.CharField(max_length=191)
    last_name = models.CharField(max_length=191, blank=True, default="")
    email = models.CharField(max_length=191, blank=True, default="")
    contact_number = models.CharField(max_length=40, blank=True, default="")
    address = models.TextField(blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    allow_login = models.BooleanField(default=True)
    status = models.CharField(max_length=12, default="active")  # active, inactive, terminated
    is_commission_agent = models.BooleanField(default=False)
    commission_percent = RateField(default=Decimal(0))
    max_discount_percent = RateField(null=True)
    roles = models.ManyToManyField(Role, related_name="users")
    all_locations = models.BooleanField(default=True)
    locations = models.ManyToManyField("business.Location", related_name="+")
    contacts_limited = models.BooleanField(default=False)
    pin_hash = models.CharField(max_length=191, blank=True, default="")
    profile = models.JSONField(default=dict)
    deleted_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        indexes = [models.Index(fields=["business", "is_commission_agent", "id"], name="user_of_business")]

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.first_name, self.last_name) if part)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.status == "active" and self.allow_login and self.deleted_at is None


class AccessToken(OfBusiness):
    """A bearer token. Only its SHA-256 is kept; it is shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    dialect = models.CharField(max_length=16)
    name = models.CharField(max_length=191)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    abilities = models.JSONField(default=list)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class ApiKey(OfBusiness):
    """A key with a secret; the secret is kept as SHA-256 and shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    dialect = models.CharField(max_length=16)
    name = models.CharField(max_length=191)
    key = models.CharField(max_length=64, unique=True)
    secret_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class SignInWindow(models.Model):
    """Failed sign-ins of one name or address in one window of time."""

    key = models.CharField(max_length=80, unique=True)
    window = models.BigIntegerField()
    failures = models.IntegerField(default=0)
