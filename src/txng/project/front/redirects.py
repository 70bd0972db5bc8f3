"""A redirect at the front door: who asks an address of goods for one of its links is sent there without Django.

The plain case only, as with scans: the product or the lot stands in the card store, nothing has to be told of its state
first, and one link of the type asked for is left. For all else (a page of ours, a choice among several, no such link)
Django answers; tests/project/front compares the two header by header.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from txng.project.front.scans import LINKSET, Scans
from txng.resolver.card_store import LinksLine
from txng.resolver.links.negotiation import Link, choose
from txng.resolver.links.redirection import carried, target_of
from txng.resolver.links.vocabulary import short_name
from txng.resolver.scanlines import RAW, about_visitor, line

# Lots in other letters have an address in several spellings.
ADDRESS = re.compile(r"(/01/[0-9]{14})(/10/[0-9A-Z\-]{1,20})?")
# Anything else is no Digital Link, or nothing we would write down as it is.
QUERY = re.compile(r"[A-Za-z0-9\-._~%!$'()*+,:@/?&=]+")
PAGE_ASKED = ("phan-anh", "ngon-ngu")  # who goes to the complaint form, or chose a language on our page
NOBODY = about_visitor(None, "")


class Redirect(NamedTuple):
    line: str  # what is written down of it
    headers: list[tuple[str, str]]


class Redirects:
    def __init__(self, scans: Scans) -> None:
        self.scans = scans  # both read one store and know the same visitors

    def find(self, scope: Any) -> Redirect | None:
        """Where a plain request for a link leads; None for what Django answers."""
        address, query = ADDRESS.fullmatch(scope.path), scope.query_string
        if address is None or scope.method not in ("GET", "HEAD"):
            return None
        wish, raw = _wish(query), f"{scope.path}?{query}"
        if wish is None or len(raw) > RAW:
            return None
        scans = self.scans
        scans.now()
        visitor, recorder = scans.visitors.of(scope), scans.recorder
        if visitor is None or not scans.shelf.fresh or recorder.away or recorder.is_behind:
            return None
        page = self._line(scope.path)
        if page is None:
            return None
        link_type, context = wish
        held = self._held(page, link_type)
        if not held and address[2]:
            above = self._line(address[1])
            held = self._held(above, link_type) if above is not None else []
        if not held:
            return None
        languages, accept = (scope.headers.get(name) or "" for name in ("accept-language", "accept"))
        chosen = choose(held, languages=languages, accept=accept, context=context)
        if len(chosen) != 1:
            return None
        scans.sent += 1
        looking = visitor.about if scope.method == "GET" else NOBODY
        return Redirect(
            line(scans.moment, raw, page.verdict, ("", "", ""), page.about, looking),
            [
                *scans.shelf.redirect_headers,
                ("location", target_of(chosen[0], raw)),
                ("link", f"<{visitor.base}{scope.path}?linkType=linkset>; {LINKSET}"),
            ],
        )

    def _line(self, path: str) -> LinksLine | None:
        found = self.scans.shelf.links_at(path[1:])
        return found if found is not None and found.until >= self.scans.day else None

    def _held(self, page: LinksLine, link_type: str) -> list[Link]:
        today = self.scans.today.isoformat()
        return [link for said in page.links if said["type"] == link_type and (link := carried(said, today)) is not None]


def _wish(query: str) -> tuple[str, str] | None:
    """The link type and the context a query asks for, as links/answers.Wish reads them."""
    if not QUERY.fullmatch(query) or "%00" in query:
        return None
    if any(part.partition("=")[0].isdigit() for part in query.split("&")):  # GS1's own, which may be wrong
        return None
    said = dict(parse_qsl(query, keep_blank_values=True))
    asked = said.get("linkType", said.get("linktype"))
    if asked is None or any(name in said for name in PAGE_ASKED):
        return None
    return short_name(asked), said.get("context", "")
