from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "txng.notifications"
    label = "notifications"
