from django.apps import AppConfig


class PurchasingConfig(AppConfig):
    name = "polytill.domain.purchasing"
    label = "purchasing"
