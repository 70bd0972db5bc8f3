from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "txng.catalogue"
    label = "catalogue"
