from django.apps import AppConfig


class DiningConfig(AppConfig):
    name = "polytill.domain.dining"
    label = "dining"
