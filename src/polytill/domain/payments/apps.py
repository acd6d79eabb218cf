from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "polytill.domain.payments"
    label = "payments"
