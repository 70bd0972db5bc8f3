from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "txng.oversight"
    label = "oversight"
