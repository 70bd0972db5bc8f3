from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "txng.review"
    label = "review"
