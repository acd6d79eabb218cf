from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "polytill.domain.registers"
    label = "registers"
