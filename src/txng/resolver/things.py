"""The code of a stamp as the supply chain asks for it: the lot it was activated for, within the actor's reach."""

from __future__ import annotations

from collections.abc import Iterable

from txng.access import Actor
from txng.production.queries import lots_of
from txng.production.things import keys_of_lots
from txng.resolver import codes, facts
from txng.resolver.addresses import Asked, Kind, read_typed
from txng.trace.directory import Known


def find(actor: Actor, text: str) -> list[str]:
    asked = read_typed(text)
    opened = _codes(asked) if asked.kind in (Kind.ITEM, Kind.TYPED) else []
    found = facts.by_code(opened) if opened else None
    if found is None or found.lot_id is None:
        return []
    lots = list(lots_of(actor).filter(id=found.lot_id))
    item = [f"https://id.gs1.org/01/{asked.gtin}/21/{asked.serial.upper()}"] if lots and asked.gtin else []
    return [*item, *keys_of_lots(lots)]


def _codes(asked: Asked) -> list[codes.Code]:
    if asked.kind is Kind.ITEM:
        opened = codes.open_item(asked.gtin, asked.serial)
        return [opened] if opened else []
    rolls = codes.open_roll(asked.serial)
    return [*([rolls] if rolls else []), *codes.open_among_products(asked.serial)]


def names(actor: Actor, keys: Iterable[str]) -> dict[str, Known]:
    return {}


def units() -> dict[str, str]:
    return {}
