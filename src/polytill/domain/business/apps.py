from django.apps import AppConfig


class BusinessConfig(AppConfig):
    name = "polytill.domain.business"
    label = "business"
