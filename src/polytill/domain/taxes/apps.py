from django.apps import AppConfig


class TaxesConfig(AppConfig):
    name = "polytill.domain.taxes"
    label = "taxes"
