from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "polytill.domain.sales"
    label = "sales"
