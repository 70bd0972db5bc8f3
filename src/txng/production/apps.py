from django.apps import AppConfig


class ProductionConfig(AppConfig):
    name = "txng.production"
    label = "production"
