from django.apps import AppConfig


class StoredValueConfig(AppConfig):
    name = "polytill.domain.stored_value"
    label = "stored_value"
