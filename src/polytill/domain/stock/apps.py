from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "polytill.domain.stock"
    label = "stock"
