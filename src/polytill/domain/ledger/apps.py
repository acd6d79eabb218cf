from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "polytill.domain.ledger"
    label = "ledger"
