from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "txng.project"
    label = "project"

    def ready(self) -> None:
        from txng.project import subscriptions

        subscriptions.connect()
