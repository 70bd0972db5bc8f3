"""Answering a scan from this machine's card store: for the minutes in which the database is away (names.md 7.6)."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, date, datetime

from django.conf import settings

from txng.kernel.clock import now
from txng.resolver import codes
from txng.resolver.addresses import Asked, Kind
from txng.resolver.card_store import CardLine, CodeLine, NoStore, Store, place
from txng.resolver.codes import Code
from txng.resolver.facts import NOTHING, Found
from txng.resolver.finding import of_lot_asked

AWAY_FOR = 3.0  # seconds a database that fell is not asked again: each who asks may wait a second for nothing
_of_thread = threading.local()
_away_until = 0.0


class NotKnown(Exception):
    """The store cannot tell: it was never filled, or a stamp of ours may be younger than it."""


def find(asked: Asked) -> tuple[Found, datetime]:
    """What the store holds, and when it was last known to hold everything.

    A serial that opens was made by us; that the store has no range for it means that it lags, not that the stamp is
    unknown. The same for the page of a product or a lot, which may have been made this minute.
    """
    store = _store()
    as_of = datetime.fromtimestamp(now().timestamp() - store.age(), UTC)
    match asked.kind:
        case Kind.ITEM | Kind.TYPED:
            opened = _opened(asked, store)
            for code in opened:
                if (line := store.code(code.tweak, code.version, code.counter)) is not None:
                    card = store.card(line.card_id) if line.card_id is not None else None
                    return of_lot_asked(asked, _item(code, line, card)), as_of
            if opened:
                raise NotKnown
            return NOTHING, as_of
        case Kind.CARD:
            card = store.card_at(asked.path)
            if card is None:
                raise NotKnown
            return _shared(card), as_of
        case _:
            return NOTHING, as_of


def _opened(asked: Asked, store: Store) -> list[Code]:
    if asked.kind is Kind.ITEM:
        code = codes.open_item(asked.gtin, asked.serial)
        return [code] if code else []
    roll = codes.open_roll(asked.serial)
    return [roll] if roll else codes.open_among(asked.serial, store.tweaks())


def is_away() -> bool:
    """Whether a scan of this process found the database away a moment ago."""
    return time.monotonic() < _away_until


def database_fell(seconds: float = AWAY_FOR) -> None:
    global _away_until
    _away_until = time.monotonic() + seconds


def is_kept() -> bool:
    """Whether this machine follows the cards at all; where it does not, the database is all there is."""
    return place(settings.STATE_FOLDER, settings.TXNG_PROVINCE).exists()


def _store() -> Store:
    path = place(settings.STATE_FOLDER, settings.TXNG_PROVINCE)
    known: Store | None = getattr(_of_thread, "store", None)
    if known is None or known.path != path or known.is_another():
        try:
            known = _of_thread.store = Store(path)
        except NoStore as error:
            raise NotKnown from error
    return known


def _item(code: Code, line: CodeLine, card: CardLine | None) -> Found:
    row = json.loads(line.row)
    shown = json.loads(card.row) if card else {}
    return Found(
        level="item",
        code=code,
        state=line.state,
        voided=line.is_void(code.counter),
        stamp_class=line.stamp_class,
        voided_on=date.fromisoformat(row["voided_on"]) if row["voided_on"] else None,
        voided_by_operator=row["voided_by_operator"],
        product_id=line.product_id,
        establishment_id=line.establishment_id,
        lot_id=shown.get("lot_id"),
        card_key=shown.get("key", ""),
        card=card.card() if card else {},
    )


def _shared(card: CardLine) -> Found:
    row = json.loads(card.row)
    return Found(
        level="product" if row["lot_id"] is None else "lot",
        product_id=row["product_id"],
        lot_id=row["lot_id"],
        establishment_id=row["establishment_id"],
        card_key=row["key"],
        card=card.card(),
    )
