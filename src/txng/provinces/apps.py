from django.apps import AppConfig


class ProvincesConfig(AppConfig):
    name = "txng.provinces"
    label = "provinces"
