from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "polytill.web"
    label = "web"
