from __future__ import annotations

from txng.ledger.events import EventKind


class StampEvent(EventKind):
    BATCH_REQUESTED = "stamps.batch:requested", "{actor} requested the code batch {subject}", False, "operator"
    ORDER_SUBMITTED = "stamps.print_order:submitted", "{actor} submitted print order {subject}", False, "operator"
    ORDER_APPROVED = "stamps.print_order:approved", "{actor} approved print order {subject}", False, "establishment"
    ORDER_RETURNED = "stamps.print_order:returned", "{actor} returned print order {subject}", False, "establishment"
    ORDER_REJECTED = "stamps.print_order:rejected", "{actor} rejected print order {subject}", False, "establishment"
    CODES_ISSUED = "stamps.codes:issued", "The codes of {subject} were made", True, "establishment"
    FILE_DOWNLOADED = "stamps.print_file:downloaded", "{actor} downloaded the print file of {subject}", False, "operator"
    CODES_ACTIVATED = "stamps.codes:activated", "{actor} activated stamps of {subject}", True, "nobody"
    CODES_VOIDED = "stamps.codes:voided", "{actor} voided stamps of {subject}", True, "agency"
