from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "polytill.domain.identity"
    label = "identity"
