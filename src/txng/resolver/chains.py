"""The supply chain in short, as a card keeps it: which step, on which day, at which of the maker's own places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import override

from txng.catalogue.models import Product
from txng.kernel.clock import local_date
from txng.production.models import Lot
from txng.production.things import keys_of, sites_of_keys
from txng.resolver.payloads import in_a_line
from txng.trace import wording
from txng.trace.graph.history import History, histories
from txng.trace.graph.walking import Told

STEPS = 12
_READ = 60  # events looked at: several of a day and place are one line


def chains_of(lots: Iterable[Lot], products: Mapping[int, Product]) -> dict[int, list[dict[str, Any]]]:
    """By lot. A lot of which nothing was told has an empty list, and its page says so."""
    keys: dict[str, Lot] = {}
    for lot in lots:
        keys |= dict.fromkeys(keys_of(products[lot.product_id], lot.number), lot)
    if not keys:
        return {}
    told = histories({key: lot.establishment_id for key, lot in keys.items()}, most=_READ)
    places = _places(told.values())
    found: dict[int, list[dict[str, Any]]] = {lot.id: [] for lot in keys.values()}
    for key, history in told.items():
        found[keys[key].id] += _lines(history.events, places)
    return {number: _in_order(lines) for number, lines in found.items()}


def _places(histories: Iterable[History]) -> dict[str, str]:
    wanted = {
        place for history in histories for event in history.events for place in (event.biz_location, event.read_point)
    }
    return {
        key: in_a_line(site.name, site.unit.name, site.unit.province_name)
        for key, site in sites_of_keys(wanted - {""}).items()
    }


def _lines(events: Iterable[Told], places: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "on": local_date(event.time).isoformat(),
            "did": _words(event),
            "place": places.get(event.biz_location) or places.get(event.read_point, ""),
        }
        for event in events
    ]


def _in_order(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    once = {(line["on"], line["did"]["vi"], line["place"]): line for line in lines}
    return sorted(once.values(), key=lambda line: str(line["on"]))[:STEPS]


def _words(event: Told) -> dict[str, str]:
    words = {}
    for language in ("vi", "en"):
        with override(language):
            words[language] = wording.step_of(event.biz_step, event.type, event.disposition)
    return words
