from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "polytill.domain.catalog"
    label = "catalog"
