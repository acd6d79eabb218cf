from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "polytill.domain.pricing"
    label = "pricing"
