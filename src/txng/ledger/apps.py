from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "txng.ledger"
    label = "ledger"
