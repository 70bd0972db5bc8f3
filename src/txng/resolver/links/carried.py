"""The links of a product or a lot as its card carries them, so that a front door asks no database where they lead.

A card carries what stands under its own key, and what was loaded for its GS1 address before the goods became ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from txng.resolver.links.vocabulary import DEFAULT
from txng.resolver.models import ResolverLink

_READ = (
    *("id", "linkset__thing", "link_type", "href", "languages", "media_type", "context", "passes_query"),
    *("active_from", "active_to"),
)


class Held(NamedTuple):
    """`said` as JSON; the order of the ids is the one in which Django's own answers hold them (links/held.py)."""

    id: int
    said: dict[str, Any]


def public_links(product_ids: Iterable[int], paths: Iterable[str]) -> dict[str, list[Held]]:
    """By the thing they are about: a card's key, or the address of goods that were not ours yet."""
    wanted = Q(linkset__product_id__in=product_ids) | Q(linkset__thing__in=paths)
    found: dict[str, list[Held]] = {}
    for number, thing, *values in ResolverLink.objects.filter(wanted, public=True).order_by("id").values_list(*_READ):
        found.setdefault(thing, []).append(Held(number, _said(*values)))
    return found


def on_card(links: Mapping[str, Sequence[Held]], key: str, path: str) -> dict[str, Any]:
    """For the payload. Without any it says so: a card made before cards carried links says nothing of them."""
    own = links.get(key, ())
    default = [held.said["href"] for held in own if held.said["type"] == DEFAULT]
    return {
        "links": [held.said for held in sorted((*own, *links.get(path, ())))],
        **({"default_link": default[0]} if default else {}),
    }


def _said(
    link_type: str,
    href: str,
    languages: list[str],
    media: str,
    context: list[str],
    passes_query: bool,
    active_from: date | None,
    active_to: date | None,
) -> dict[str, Any]:
    """What a choice among links depends on (negotiation.Link), and its days where it has some."""
    days = {"from": active_from, "to": active_to}
    return {
        "type": link_type,
        "href": href,
        "languages": languages,
        "media": media,
        "context": context,
        "passes_query": passes_query,
        **{name: day.isoformat() for name, day in days.items() if day},
    }
