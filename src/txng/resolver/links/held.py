"""The links that are held of a request's levels: one SELECT, and one more for the cards of our own goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from txng.resolver.facts import NOTHING, Found, payload_of
from txng.resolver.links import own
from txng.resolver.links.levels import Level
from txng.resolver.links.negotiation import Link, choose, in_language
from txng.resolver.links.vocabulary import DEFAULT, HANDLED_BY, MULTI, PIP

_DESCRIBES = {"01": PIP, "414": "gs1:locationInfo", "417": "gs1:locationInfo"}


# In plain SQL, like what a scan asks: putting the questions together took Django longer than they took the database.
_CARDS = """
SELECT path, other_path, key, lot_id, payload FROM resolver_card
 WHERE path = ANY(%(paths)s) OR other_path = ANY(%(paths)s) OR key = %(key)s ORDER BY id
"""
_LINKS = """
SELECT linkset.thing, linkset.description, link.link_type, link.href, link.title, link.languages, link.media_type,
       link.context, link.passes_query
  FROM resolver_resolverlink link JOIN resolver_linkset linkset ON linkset.id = link.linkset_id
 WHERE linkset.thing = ANY(%(things)s) AND link.public
   AND (link.active_from IS NULL OR link.active_from <= %(today)s)
   AND (link.active_to IS NULL OR link.active_to >= %(today)s)
 ORDER BY link.id
"""


class _Card(NamedTuple):
    key: str
    lot_id: int | None
    payload: dict[str, Any]


class _Row(NamedTuple):
    thing: str
    description: str
    link: Link


@dataclass(slots=True)
class Context:
    """One level: what it is, and what is linked from it."""

    level: Level
    description: str = ""
    links: list[Link] = field(default_factory=list)
    own_page: Link | None = None  # the default of our own goods, unless another one is held

    @property
    def default(self) -> Link | None:
        held = next((link for link in self.links if link.type == DEFAULT), None)
        return held or self.own_page

    def of_type(self, link_type: str) -> list[Link]:
        if link_type == DEFAULT:
            return [self.default] if self.default else []
        found = [link for link in self.links if link.type == link_type]
        if not found and self.default is not None and link_type == self.describing and not self.default.ours:
            return [self.default]
        return found

    @property
    def describing(self) -> str:
        """The descriptive type under which a default link stands too (RS-11)."""
        return _DESCRIBES.get(self.level.thing.partition("/")[0], "gs1:masterData")


def contexts(levels: Sequence[Level], found: Found, base: str, today: date) -> list[Context]:
    """Those levels of which anything is held, in their order. `found` is what a scan of this address would show: our
    own page stands at the levels it names, so that an unknown lot or serial of our goods never reaches the green page
    of the product (names.md 3)."""
    cards = _cards(levels, found)
    levels = [*levels, *(Level(f"/{path}", path) for path in cards if found.level == "item" and len(levels) == 1)]
    rows = _rows({level.thing for level in levels} | {card.key for card in cards.values()}, today)
    made = []
    for place, level in enumerate(levels):
        card = cards.get(level.card)
        context = Context(level)
        for row in rows:
            if row.thing in (level.thing, card and card.key):
                context.links.append(row.link)
                context.description = context.description or row.description
        genuine = place == 0 and found.level == "item"
        payload: dict[str, Any] = found.card if genuine else card.payload if card else {}
        if genuine or card is not None:
            with_lot = card is not None and card.lot_id is not None
            context.description = own.description_of(payload, with_lot=with_lot) or context.description
            if found.level:
                context.links += own.links_of(payload, level, base)
                context.own_page = own.default_of(level, base, context.description or level.thing)
        if context.links or context.own_page is not None:
            context.description = context.description or level.thing
            made.append(context)
    return made


def of_others(levels: Sequence[Level], today: date) -> list[Context]:
    """What is held of an address that no card of ours answers: one question, and a second one only for a thing that
    has links, because goods may have become ours since those were loaded."""
    rows = _rows({level.thing for level in levels}, today)
    if not rows or _cards(levels, NOTHING):
        return []
    held = []
    for level in levels:
        links = [row for row in rows if row.thing == level.thing]
        if links:
            held.append(Context(level, links[0].description or level.thing, [row.link for row in links]))
    return held


def default_of(held: Sequence[Context], languages: str, accept: str) -> Link | None:
    """Exactly one for every request, at its level or higher up; made where the data lack one (standards.md 6.2)."""
    for context in held:
        several = in_language([link for link in context.links if link.type == MULTI], languages)
        if len(chosen := choose(several, languages=languages, accept=accept) if several else []) == 1:
            return chosen[0]
        if context.default is not None:
            return context.default
    for context in reversed(held):
        for link_type in (context.describing, *sorted({link.type for link in context.links} - {HANDLED_BY})):
            if found := context.of_type(link_type):
                return choose(found, languages=languages, accept=accept)[0]
    return handler_of(held)


def handler_of(held: Sequence[Context]) -> Link | None:
    """Another resolver that answers for this key (RS-15)."""
    return next((link for context in held for link in context.links if link.type == HANDLED_BY), None)


def _cards(levels: Sequence[Level], found: Found) -> dict[str, _Card]:
    paths = [level.card for level in levels if level.card]
    key = ""
    if found.level == "item" and len(levels) == 1:  # typed, or a stamp without GTIN: its product is not in the address
        key = f"product:{found.product_id}"
    elif not paths:
        return {}
    cards = {}
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, {"paths": paths, "key": key})
        for path, other_path, key, lot_id, payload in cursor.fetchall():
            said = next((one for one in (path, other_path) if one in paths), path)
            cards[said] = _Card(key, lot_id, payload_of(payload))
    return cards


def _rows(things: set[str], today: date) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, {"things": list(things), "today": today})
        return [
            _Row(
                *(thing, description),
                Link(
                    type=link_type,
                    href=href,
                    title=title,
                    languages=tuple(languages),
                    media=media,
                    context=tuple(context),
                    passes_query=passes_query,
                ),
            )
            for thing, description, link_type, href, title, languages, media, context, passes_query in cursor.fetchall()
        ]
