from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "polytill.domain.parties"
    label = "parties"
