"""Our own page as links: every card is a product page, a trace page and the state of a recall at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from txng.resolver.links.levels import Level
from txng.resolver.links.negotiation import Link
from txng.resolver.links.vocabulary import CERTIFIED, EPCIS, PIP, RECALL, TRACE

LANGUAGES = ("vi", "en")
_TITLES = {
    PIP: _("Product information"),
    TRACE: _("Traceability information"),
    RECALL: _("Recall status"),
    CERTIFIED: _("Certificates"),
}
_EVENTS = _("Events of the supply chain (EPCIS, for holders of a connection key)")


def links_of(card: Mapping[str, Any], level: Level, base: str) -> list[Link]:
    page = base + level.path
    certified = any(paper["list"] == "certificates" for paper in card.get("product", {}).get("papers", []))
    found = []
    for kind, title in _TITLES.items():
        if kind == CERTIFIED and not certified:
            continue
        for language in LANGUAGES:
            with override(language):
                href = f"{page}?ngon-ngu={language}"
                found.append(
                    Link(type=kind, href=href, title=str(title), languages=(language,), media="text/html", ours=True)
                )
    if level.path.startswith("/01/"):
        epc = quote(f"https://id.gs1.org{level.path}", safe="")
        with override("vi"):
            events = str(_EVENTS)
        href = f"{base}/epcis/epcs/{epc}/events"
        found.append(Link(type=EPCIS, href=href, title=events, media="application/ld+json", passes_query=False))
    return found


def description_of(card: Mapping[str, Any], *, with_lot: bool) -> str:
    name = str(card.get("product", {}).get("name", ""))
    number = (card.get("lot") or {}).get("number", "") if with_lot else ""
    return f"{name} – lô {number}" if number else name


def default_of(level: Level, base: str, title: str) -> Link:
    """Without a language or a type: a default link has an address and a title, nothing else."""
    return Link(type="gs1:defaultLink", href=base + level.path, title=title, ours=True)
