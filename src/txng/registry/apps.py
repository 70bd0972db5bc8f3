from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "txng.registry"
    label = "registry"
