from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "txng.kernel"
    label = "kernel"
