from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "txng.notifications"
    label = "notifications"

    def ready(self) -> None:
        from txng.notifications import events  # noqa: F401 - nobody imports this area, yet its events must be known
