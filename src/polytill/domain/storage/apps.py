from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "polytill.domain.storage"
    label = "storage"
