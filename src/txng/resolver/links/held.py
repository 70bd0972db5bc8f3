"""The links that are held of a request's levels: one SELECT, and one more for the cards of our own goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from txng.resolver.facts import NOTHING, Found
from txng.resolver.links import own
from txng.resolver.links.levels import Level
from txng.resolver.links.negotiation import Link, choose, in_language
from txng.resolver.links.vocabulary import DEFAULT, HANDLED_BY, MULTI, PIP
from txng.resolver.models import Card, ResolverLink

_DESCRIBES = {"01": PIP, "414": "gs1:locationInfo", "417": "gs1:locationInfo"}


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
            if row.linkset.thing in (level.thing, card and card.key):
                context.links.append(_link(row))
                context.description = context.description or row.linkset.description
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
        links = [row for row in rows if row.linkset.thing == level.thing]
        if links:
            said = links[0].linkset.description or level.thing
            held.append(Context(level, said, [_link(row) for row in links]))
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


def _cards(levels: Sequence[Level], found: Found) -> dict[str, Card]:
    wanted = Q(path__in=(paths := [level.card for level in levels if level.card])) | Q(other_path__in=paths)
    if found.level == "item" and len(levels) == 1:  # typed, or a stamp without GTIN: its product is not in the address
        wanted |= Q(key=f"product:{found.product_id}")
    elif not paths:
        return {}
    cards = {}
    for card in Card.objects.filter(wanted):
        said = next((path for path in (card.path, card.other_path) if path in paths), card.path)
        cards[said] = card
    return cards


def _rows(things: set[str], today: date) -> list[ResolverLink]:
    rows = ResolverLink.objects.filter(linkset__thing__in=things, public=True).select_related("linkset")
    rows = rows.filter(Q(active_from=None) | Q(active_from__lte=today), Q(active_to=None) | Q(active_to__gte=today))
    return list(rows.order_by("id"))


def _link(row: ResolverLink) -> Link:
    return Link(
        type=row.link_type,
        href=row.href,
        title=row.title,
        languages=tuple(row.languages),
        media=row.media_type,
        context=tuple(row.context),
        passes_query=row.passes_query,
    )
