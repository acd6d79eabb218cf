from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "polytill.domain.outbox"
    label = "outbox"
