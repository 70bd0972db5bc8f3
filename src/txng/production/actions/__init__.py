"""What can be done in production: sites and partners are added, lots opened, described day by day, closed."""

from txng.production.actions.add_partner import add_partner
from txng.production.actions.add_site import add_site
from txng.production.actions.cancel_lot import cancel_lot
from txng.production.actions.close_lot import close_lot
from txng.production.actions.correct_diary import correct_diary
from txng.production.actions.open_lot import open_lot
from txng.production.actions.record_receipt import record_receipt
from txng.production.actions.record_shipment import record_shipment
from txng.production.actions.write_diary import write_diary

__all__ = [
    "add_partner",
    "add_site",
    "cancel_lot",
    "close_lot",
    "correct_diary",
    "open_lot",
    "record_receipt",
    "record_shipment",
    "write_diary",
]
