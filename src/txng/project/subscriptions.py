"""Every consequence of everything that happens, on one screen (architecture 3.8).

`at_once` runs in the transaction of the change and takes it back when it fails; `afterwards` is a job.
"""

from __future__ import annotations

from txng.accounts import practice as practice_account
from txng.accounts import subscribers as accounts
from txng.accounts.events import AccountEvent
from txng.catalogue import practice as practice_product
from txng.catalogue import subscribers as catalogue
from txng.catalogue.events import ProductEvent
from txng.ledger.events import event_kind
from txng.ledger.recording import afterwards, at_once, forget_subscriptions
from txng.notifications import subscribers as notifications
from txng.notifications.table import table
from txng.oversight import subscribers as oversight
from txng.oversight.events import OversightEvent
from txng.places.events import PlaceEvent
from txng.production import practice as practice_work
from txng.production import subscribers as production
from txng.production import things as production_things
from txng.production import tracing as production_events
from txng.production import use_tracing as use_events
from txng.production.events import ProductionEvent
from txng.production.stock import tracing as stock_events
from txng.production.subscribers import note_on_sale
from txng.registry import mergers
from txng.registry.events import DocumentEvent, DossierEvent, EstablishmentEvent
from txng.registry.subscribers import pause_pages, put_on_paper, resume_pages
from txng.resolver import things as stamp_things
from txng.resolver.events import LinkEvent
from txng.resolver.subscribers import (
    forget_sightings,
    rebuild_all_cards,
    rebuild_cards_of_capture,
    rebuild_cards_of_establishment,
    rebuild_cards_of_family,
    rebuild_cards_of_links,
    rebuild_cards_of_product,
    rebuild_cards_withheld,
    rebuild_codes_and_card,
    rebuild_lot_card,
    void_codes_of_key,
)
from txng.stamps import subscribers as stamps
from txng.stamps import tracing as stamp_events
from txng.stamps.events import StampEvent
from txng.trace import directory, telling
from txng.trace import subscribers as trace
from txng.trace.events import TraceEvent


def connect() -> None:
    forget_subscriptions()

    # What identifiers in events are called, known by the areas that issued them.
    directory.offer("production", production_things)
    directory.offer("stamps", stamp_things)

    # What a shopper must see the moment it is decided.
    at_once(ProductEvent.CHANGE_APPROVED, rebuild_cards_of_product)
    at_once(ProductEvent.DECISION_UNDONE, rebuild_cards_of_product)
    at_once(StampEvent.CODES_ISSUED, rebuild_codes_and_card)
    at_once(StampEvent.DECISION_UNDONE, rebuild_codes_and_card)
    at_once(StampEvent.CODES_ACTIVATED, note_on_sale, stamp_events.tell_codes_activated, rebuild_codes_and_card)
    at_once(StampEvent.CODES_VOIDED, stamp_events.tell_codes_voided, rebuild_codes_and_card)
    at_once(StampEvent.KEY_WITHDRAWN, void_codes_of_key, stamps.tell_makers_of_key)
    at_once(StampEvent.ORDER_PRINTED, rebuild_codes_and_card)
    at_once(StampEvent.STAMPS_RECEIVED, rebuild_codes_and_card)
    at_once(StampEvent.ORDER_CANCELLED, rebuild_codes_and_card)
    at_once(OversightEvent.RECALL_OPENED, rebuild_lot_card)
    at_once(OversightEvent.RECALL_LIFTED, rebuild_lot_card)
    at_once(OversightEvent.DISPLAY_SUSPENDED, rebuild_cards_withheld)
    at_once(OversightEvent.DISPLAY_RESTORED, rebuild_cards_withheld)
    at_once(OversightEvent.TAKEN_DOWN, rebuild_cards_withheld)
    at_once(OversightEvent.ALARM_DISMISSED, forget_sightings)
    at_once(AccountEvent.LOCKED, pause_pages)
    at_once(AccountEvent.REVOKED, pause_pages)
    at_once(AccountEvent.REMOVED, pause_pages)
    at_once(AccountEvent.UNLOCKED, resume_pages)
    at_once(AccountEvent.RECONFIRMED, resume_pages)
    at_once(AccountEvent.ACTIVATED, resume_pages)
    at_once(AccountEvent.LOCKED, oversight.suspend_with_account)
    at_once(AccountEvent.UNLOCKED, oversight.reinstate_with_account)
    at_once(AccountEvent.RECONFIRMED, oversight.reinstate_with_account)
    at_once(AccountEvent.REVOKED, oversight.revoke_with_account)
    at_once(AccountEvent.REMOVED, oversight.revoke_with_account)
    # “Tập thử”: people, goods, somewhere to work, in that order.
    for opened in (EstablishmentEvent.PRACTICE_OPENED, EstablishmentEvent.PRACTICE_RESET):
        at_once(opened, practice_account.open_account, practice_product.add_product, practice_work.fill)
    at_once(AccountEvent.PERSON_JOINED, practice_account.follow_people)
    at_once(AccountEvent.MEMBER_ADDED, practice_account.follow_people)
    for lost in (
        AccountEvent.LOCKED,
        AccountEvent.REVOKED,
        AccountEvent.REMOVED,
        AccountEvent.RECONFIRM_REQUIRED,
        AccountEvent.MEMBER_ENDED,
        AccountEvent.ROLE_CHANGED,
    ):
        at_once(lost, accounts.stop_work)
    at_once(EstablishmentEvent.CHANGE_APPROVED, rebuild_cards_of_establishment)
    at_once(EstablishmentEvent.CHANGE_DECISION_UNDONE, rebuild_cards_of_establishment)
    at_once(DocumentEvent.REVOKED, rebuild_cards_of_establishment)
    at_once(LinkEvent.ADDED, rebuild_cards_of_product)
    at_once(LinkEvent.REMOVED, rebuild_cards_of_product)
    at_once(LinkEvent.LINKSET_LOADED, rebuild_cards_of_links)
    at_once(EstablishmentEvent.PAUSED, rebuild_cards_of_establishment)
    at_once(EstablishmentEvent.RESUMED, rebuild_cards_of_establishment)

    # What happened to goods is an EPCIS event from the same moment on (docs/one-more-kind-of-event.md).
    at_once(ProductionEvent.LOT_OPENED, production_events.tell_lot_opened)
    at_once(ProductionEvent.LOT_CHANGED, production_events.tell_lot_changed)
    at_once(ProductionEvent.LOT_CANCELLED, production_events.tell_lot_cancelled)
    at_once(ProductionEvent.DIARY_WRITTEN, production_events.tell_diary_written, use_events.tell_uses)
    at_once(ProductionEvent.DIARY_CORRECTED, production_events.tell_diary_corrected, use_events.tell_uses_corrected)
    at_once(ProductionEvent.GOODS_RECEIVED, production_events.tell_goods_received)
    at_once(ProductionEvent.GOODS_SHIPPED, production_events.tell_goods_shipped)
    at_once(ProductionEvent.GOODS_ACCEPTED, production_events.tell_goods_accepted)
    for moved in (
        ProductionEvent.MATERIAL_RECEIVED,
        ProductionEvent.STOCK_TRANSFERRED,
        ProductionEvent.STOCK_COUNTED,
        ProductionEvent.STOCK_LOST,
        ProductionEvent.STOCK_TAKEN_BACK,
        ProductionEvent.LOT_SPLIT,
        ProductionEvent.LOTS_MERGED,
        ProductionEvent.LOTS_PROCESSED,
    ):
        at_once(moved, stock_events.tell_stock_moved)
    for came in (ProductionEvent.MATERIAL_RECEIVED, ProductionEvent.STOCK_COUNTED, ProductionEvent.STOCK_TAKEN_BACK):
        at_once(came, use_events.tell_uses)  # what had waited for it
    # (Codes activated and voided: above, before the card is built.)

    # Whoever manages an establishment now decides about everything of it, and nobody else does.
    at_once(
        EstablishmentEvent.REASSIGNED,
        accounts.follow_establishment,
        catalogue.follow_merger,
        trace.follow_establishment,
        production.follow_establishment,
        stamps.follow_merger,
        oversight.follow_merger,
    )

    # Who answers for a place must be the same everywhere from one moment to the next.
    at_once(
        PlaceEvent.UNITS_MERGED,
        mergers.follow,
        accounts.follow_merger,
        catalogue.follow_merger,
        trace.follow_merger,
        production.follow_merger,
        stamps.follow_merger,
        oversight.follow_merger,
    )

    # The answers to a dossier are put on paper by a job that waits until they cannot be taken back.
    at_once(DossierEvent.APPROVED, put_on_paper)
    at_once(DossierEvent.REJECTED, put_on_paper)
    at_once(DossierEvent.RETURNED, put_on_paper)

    # What may take a second.
    afterwards(PlaceEvent.UNITS_MERGED, rebuild_all_cards)
    afterwards(OversightEvent.CERTIFICATE_ISSUED, oversight.sign_issued)
    afterwards(DocumentEvent.EXPIRED, rebuild_cards_of_establishment)
    afterwards(TraceEvent.CAPTURED, rebuild_cards_of_capture)
    afterwards(ProductionEvent.LOT_OPENED, rebuild_lot_card)
    afterwards(ProductionEvent.LOT_CLOSED, rebuild_lot_card)
    afterwards(ProductionEvent.LOT_CANCELLED, rebuild_lot_card)
    afterwards(ProductionEvent.GOODS_RECEIVED, rebuild_lot_card)
    afterwards(ProductionEvent.GOODS_SHIPPED, rebuild_lot_card)
    for made in (
        ProductionEvent.DIARY_WRITTEN,
        ProductionEvent.DIARY_CORRECTED,
        ProductionEvent.GOODS_ACCEPTED,
        ProductionEvent.LOT_SPLIT,
        ProductionEvent.LOTS_MERGED,
        ProductionEvent.LOTS_PROCESSED,
        ProductionEvent.STOCK_TAKEN_BACK,
    ):
        afterwards(made, rebuild_cards_of_family)
    afterwards(TraceEvent.CAPTURED, telling.after_capture)

    # Who is told of what stands in notifications/data/notices.toml; an undo takes back what nobody has been told yet.
    for value in table().by_event:
        kind = event_kind(value)
        assert kind is not None
        afterwards(kind, notifications.tell)
    for value in table().undoing:
        kind = event_kind(value)
        assert kind is not None, f"notices.toml: no such event {value}"
        at_once(kind, notifications.take_back)
