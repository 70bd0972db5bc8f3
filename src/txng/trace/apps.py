from django.apps import AppConfig


class TraceConfig(AppConfig):
    name = "txng.trace"
    label = "trace"
