"""Pages made ahead of the scan: what a card says today, with blanks where the scan itself has a word.

Drawn by the same template as any other answer, in the language most phones ask for. What depends on the day (an
expiry, a paper that runs out) sets the last day the drawing is good for; what depends on the program, its words or the
province sets its edition. A page that is not ready is answered by Django, slower and no less right.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from txng import provinces
from txng.provinces.copy_rules import all_copy_rules
from txng.resolver import page, words
from txng.resolver.addresses import Asked, Kind
from txng.resolver.facts import Found
from txng.resolver.knowing import facts_of
from txng.resolver.links import answers as links
from txng.resolver.links.negotiation import Link
from txng.resolver.links.vocabulary import CERTIFIED, DEFAULT, EPCIS, HANDLED_BY, MULTI, PIP, RECALL, TRACE
from txng.resolver.page import Answer, Blanks
from txng.resolver.ready import PAD, Piece, pack, piece, rest, with_about
from txng.resolver.scanlines import about_goods
from txng.resolver.verdict import Facts, Verdict, decide

LANGUAGE = "vi"
HOLDS = 366  # days a drawing holds that nothing on it ends
_MARK = f"blank{secrets.token_hex(8)}"
_BLANKS = {name: f"{_MARK}{name}x" for name in ("sentence", "note", "times")}
_PREFIX_ENDS = "</style>"
# Link types by which our own page, a default or another resolver answers too; and the words that ask for a linkset.
_ANSWERED_BY_DJANGO = frozenset((DEFAULT, MULTI, HANDLED_BY, PIP, TRACE, CERTIFIED, RECALL, EPCIS, "linkset", "all"))


class Drawn(NamedTuple):
    """The ready page of a lot's card for a serial in use: with its blanks, and as the first to scan one reads it
    (ready.rest); a product's own card has none. `about` is what is written down of such a scan. `links` is of the
    card's own address (card_store.LinksLine), "" where Django answers for it."""

    until: int
    item: bytes | None = None
    first: bytes | None = None
    status: int = 200
    verdict: str = ""
    about: str = ""
    links: str = ""


def draw(card: Mapping[str, Any], row: Mapping[str, Any], today: date) -> Drawn:
    until = until_of(card, today).toordinal()
    drawn = Drawn(until) if row["lot_id"] is None else _page(card, row, today)
    return drawn._replace(until=until, links=_links(card, row, today))


def until_of(card: Mapping[str, Any], today: date) -> date:
    """The last day on which the page reads as it does today."""
    ends = [(card.get("lot") or {}).get("expires_on")]
    for owner in ("product", "maker"):
        ends += [paper.get("to") for paper in card.get(owner, {}).get("papers", [])]
    coming = [day for text in ends if text and (day := date.fromisoformat(text)) >= today]
    return min(coming, default=date.fromordinal(today.toordinal() + HOLDS))


def _page(card: Mapping[str, Any], row: Mapping[str, Any], today: date) -> Drawn:
    found = _found(card, row, level="item", state="activated")
    known = facts_of(found, today=today)
    verdict = decide(known)
    blanks = Blanks(sentence=_BLANKS["sentence"], note=_BLANKS["note"], times=_BLANKS["times"])
    answer = Answer(verdict=verdict, facts=known, found=found, blanks=blanks)
    text = page.html(_bare_request(), answer, LANGUAGE)
    _same, _ending, own = text.partition(_PREFIX_ENDS)
    names, pieces = _cut(own)
    packed = [piece(_padded(one)) for one in pieces]
    item = with_about({"blanks": names}, pack(packed))
    first = rest(_begins(), packed, [_first_words()[name] for name in names])
    return Drawn(0, item, first, verdict.status, verdict.id, _about(row))


def _links(card: Mapping[str, Any], row: Mapping[str, Any], today: date) -> str:
    """A lot without links of its own leads where its product does, and that is told as well. A card that does not say
    which links it has is withheld, or older than links on cards."""
    if "links" not in card:
        return ""
    level = "product" if row["lot_id"] is None else "lot"
    verdict = decide(facts_of(_found(card, row, level=level), today=today))
    told = [link for link in card["links"] if link["type"] not in _ANSWERED_BY_DJANGO]
    if verdict.id in links.STATE_FIRST or (level == "product" and not told):
        return ""
    return json.dumps({"verdict": verdict.id, "about": _about(row), "links": told}, ensure_ascii=False)


def _found(card: Mapping[str, Any], row: Mapping[str, Any], *, level: str, state: str = "") -> Found:
    return Found(
        level=level,
        state=state,
        product_id=row["product_id"],
        lot_id=row["lot_id"],
        establishment_id=row["establishment_id"],
        card_key=row["key"],
        card=dict(card),
    )


def _about(row: Mapping[str, Any]) -> str:
    return about_goods(row["key"], row["product_id"], row["lot_id"], row["establishment_id"])


def _cut(text: str) -> tuple[list[str], list[str]]:
    """The blanks in the order they stand in, and what stands around them."""
    names: list[str] = []
    first, *rest = text.split(_MARK)
    pieces = [first]
    for part in rest:
        name, _x, after = part.partition("x")
        names.append(name)
        pieces.append(after)
    return names, pieces


def _padded(text: str) -> bytes:
    """To one of few lengths, by spaces after the last line end: between two tags, wherever a piece has one."""
    found = text.encode()
    place = found.rfind(b">\n") + 2
    return found if place == 1 else found[:place] + b" " * (-len(found) % PAD) + found[place:]


def _bare_request() -> HttpRequest:
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", "/", "/"
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost"}
    return request


# --- what all of them share -----------------------------------------------------------------------------------


def shell() -> dict[str, str]:
    """Told to the store once: what begins every page, the words for the blanks, and the headers of an answer."""
    return {
        "edition": edition(),
        f"prefix:{LANGUAGE}": pack([_begins()]).hex(),
        f"words:{LANGUAGE}": json.dumps(_words()),
        f"headers:{LANGUAGE}": json.dumps(_headers_of_pages()),
        "headers:redirect": json.dumps(_headers_of_redirects()),
        "looked_at": str(min(rule.sessions for rule in all_copy_rules())),
    }


def _first_answer() -> Answer:
    facts = Facts(today=date(2000, 1, 1))
    return Answer(verdict=Verdict(id="valid", status=200, look=decide(facts).look, variant="first"), facts=facts)


@cache
def _begins() -> Piece:
    with override(LANGUAGE):
        text = page.html(_bare_request(), _first_answer(), LANGUAGE)
    return piece((text.partition(_PREFIX_ENDS)[0] + _PREFIX_ENDS).encode())


@cache
def _words() -> dict[str, str]:
    with override(LANGUAGE):
        return words.for_blanks(provinces.current().identity.shown)


def _first_words() -> dict[str, bytes]:
    """What stands in the blanks when a stamp is scanned for the first time."""
    return {"sentence": _words()["first"].encode(), "times": _words()["times_first"].encode(), "note": b""}


def _headers_of_pages() -> list[tuple[str, str]]:
    def respond(request: HttpRequest) -> HttpResponse:
        request.META["HTTP_ACCEPT_ENCODING"] = "gzip"
        return page.respond(request, _first_answer())

    return _headers(respond)


def _headers_of_redirects() -> list[tuple[str, str]]:
    """The same in every language: only an address with `/en/` changes what an answer without words says of its own."""
    nowhere = Link(type="gs1:hasRetailers", href="https://localhost/", title="")
    return _headers(lambda request: links.sent_to(request, nowhere, "/"))


def _headers(respond: Callable[[HttpRequest], HttpResponse]) -> list[tuple[str, str]]:
    """As the whole chain of middleware dresses an answer. What each answer sets for itself is left out."""

    class Chain(BaseHandler):
        def _get_response(self, request: HttpRequest) -> HttpResponse:
            return links.dressed(request, "/", Asked(kind=Kind.NOTHING), respond(request))

    chain = Chain()
    chain.load_middleware()
    response = chain.get_response(_bare_request())
    own = {"cache-control", "content-length", "content-encoding", "etag", "link", "location", "x-request-id"}
    return [(name.lower(), value) for name, value in response.items() if name.lower() not in own]


@cache
def edition() -> str:
    """Whatever can change how a card reads, but for the card and the day."""
    found = hashlib.sha256(repr((provinces.current().identity, provinces.current().theme)).encode())
    package = Path(__file__).parent
    for path in sorted(_files(package, package.parent / "ui" / "formats", package.parent / "ui" / "numerals.py")):
        found.update(path.read_bytes())
    found.update(repr((settings.MIDDLEWARE, settings.SECURE_HSTS_SECONDS)).encode())
    return found.hexdigest()[:16]


def _files(*places: Path) -> Iterable[Path]:
    for place in places:
        if place.is_file():
            yield place
        for pattern in ("**/*.py", "**/*.html", "**/*.css", "**/*.mo"):
            yield from place.glob(pattern)
