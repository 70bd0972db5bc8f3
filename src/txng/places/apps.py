from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "txng.places"
    label = "places"
