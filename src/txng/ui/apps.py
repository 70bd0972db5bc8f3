from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "txng.ui"
    label = "ui"
